namespace Prcl.Grains.Runs;

/// <summary>A model version and where its checkpoint is.</summary>
/// <param name="Version">The version.</param>
/// <param name="Blob">The checkpoint.</param>
/// <param name="Clock">The run's clock when it was committed.</param>
public sealed record ModelVersion(long Version, string Blob, long Clock);
