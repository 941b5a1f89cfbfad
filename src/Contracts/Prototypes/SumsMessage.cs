namespace Prcl.Contracts.Prototypes;

/// <summary>
/// A trainer's evidence of the open round so far. Cumulative, so that a repeat, a loss or a reordering changes nothing:
/// the highest step of an incarnation counts.
/// </summary>
/// <param name="Trainer">The trainer's key.</param>
/// <param name="Incarnation">Its fencing token.</param>
/// <param name="Epoch">The run's epoch.</param>
/// <param name="Round">The round that the sums belong to; the prototype first folds every round below it.</param>
/// <param name="Step">Steps of the round that the sums cover; 0 asks without telling.</param>
/// <param name="Sums">The sums, or null when the class hasn't been seen in the round.</param>
[GenerateSerializer, Immutable, Alias("prcl.sums-message")]
public sealed record SumsMessage(
    [property: Id(0)] string Trainer,
    [property: Id(1)] long Incarnation,
    [property: Id(2)] int Epoch,
    [property: Id(3)] long Round,
    [property: Id(4)] int Step,
    [property: Id(5)] ClassSums? Sums);
