namespace Prcl.Contracts.Runs;

/// <summary>A kept model version.</summary>
/// <param name="Version">The version; 0 is the initial model.</param>
/// <param name="Round">The round that published it; −1 for the initial model.</param>
/// <param name="Epoch">The run's epoch then.</param>
/// <param name="ImagesTrained">Image draws that had been trained on, those before a roll-back left out.</param>
/// <param name="RolledBackTo">The version that this one is a copy of, where training was rolled back; null otherwise.</param>
/// <param name="Aliases">Its aliases, <c>latest</c> among them.</param>
[GenerateSerializer, Immutable, Alias("prcl.model-summary")]
public sealed record ModelSummary(
    [property: Id(0)] long Version,
    [property: Id(1)] long Round,
    [property: Id(2)] int Epoch,
    [property: Id(3)] long ImagesTrained,
    [property: Id(4)] long? RolledBackTo,
    [property: Id(5)] string[] Aliases);
