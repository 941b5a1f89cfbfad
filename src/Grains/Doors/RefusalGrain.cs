using Orleans.Concurrency;
using Prcl.Contracts;

namespace Prcl.Grains.Doors;

/// <summary>Says no, and stores nothing.</summary>
[GrainType(Type)]
[StatelessWorker(maxLocalWorkers: 1)]
[Reentrant]
public sealed class RefusalGrain : Grain, IRefusalGrain
{
    /// <summary>The grain's type, for who makes ids without a factory.</summary>
    public const string Type = "prcl.refusal";

    /// <inheritdoc/>
    public Task Tell() => Task.FromException(Of(Enum.Parse<RefusalReason>(this.GetPrimaryKeyString())));

    private static PrclRequestException Of(RefusalReason reason) => new(TextOf(reason))
    {
        Code = reason switch
        {
            RefusalReason.Name => RequestErrorCode.BadValue,
            RefusalReason.Busy => RequestErrorCode.Busy,
            _ => RequestErrorCode.NotAllowed,
        },
    };

    /// <summary>The line for the person who asked.</summary>
    public static string TextOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Name => $"a name is none: it must be {PrclNames.Rule}",
        RefusalReason.SecretMissing => "this cluster asks for its secret: set PRCL_CLUSTER_SECRET",
        RefusalReason.SecretWrong => "PRCL_CLUSTER_SECRET isn't this cluster's secret",
        RefusalReason.Busy => "the silo has as many bytes of requests in flight as its request-megabytes allow; try again in a moment",
        _ => "that call is for silos only, or from another version of prcl than the silo's",
    };
}
