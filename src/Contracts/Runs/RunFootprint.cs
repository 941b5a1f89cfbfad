namespace Prcl.Contracts.Runs;

/// <summary>What a run takes, and its deletion would free.</summary>
/// <param name="Generation">The run that it is of: <see cref="RunDescription.Generation"/>.</param>
/// <param name="Images">Images, those for measuring among them.</param>
/// <param name="ImageBytes">Bytes of their files, without labels. Files that other runs have too stay.</param>
/// <param name="OtherBytes">Bytes of checkpoints, reports, rounds and logs.</param>
/// <param name="Versions">Model versions that are kept.</param>
/// <param name="Trainers">Trainers that are members now.</param>
[GenerateSerializer, Immutable, Alias("prcl.run-footprint")]
public sealed record RunFootprint(
    [property: Id(0)] int Generation,
    [property: Id(1)] long Images,
    [property: Id(2)] long ImageBytes,
    [property: Id(3)] long OtherBytes,
    [property: Id(4)] int Versions,
    [property: Id(5)] int Trainers);
