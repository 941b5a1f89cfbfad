using Prcl.Contracts.Security;

namespace Prcl.Contracts.Prototypes;

/// <summary>The global distribution prototype of one class. Key: run / class.</summary>
[Alias("prcl.IPrototypeGrain")]
public interface IPrototypeGrain : IGrainWithStringKey
{
    /// <summary>Takes a trainer's cumulative sums and answers what it should add them to.</summary>
    [Alias("Exchange")]
    Task<PulledPrototype> Exchange(SumsMessage message);

    /// <summary>Folds every committed round below <paramref name="round"/>; a repeat changes nothing.</summary>
    [Alias("CatchUp")]
    Task CatchUp(long round);

    /// <summary>The prototype now, training or not.</summary>
    /// <exception cref="PrclRequestException">No such run or class.</exception>
    [Alias("Query"), ForClients]
    Task<PrototypeView> Query();

    /// <summary>The committed evidence alone; null when there is none.</summary>
    [Alias("Committed")]
    Task<ClassSums?> Committed();

    /// <summary>
    /// Virtual negatives: a pure function of (prototype, run seed, step, class, count), row by row, [count, D].
    /// Empty while the prototype is stale.
    /// </summary>
    [Alias("VirtualNegatives")]
    Task<float[]> VirtualNegatives(long step, int count);

    /// <summary>Ends this activation if it is of an earlier run of its name than this one, which was deleted; a repeat is harmless.</summary>
    /// <exception cref="PrclRequestException">No such run: there is nothing to end.</exception>
    [Alias("MakeWay")]
    Task MakeWay(int generation);
}
