namespace Prcl.Grains.Runs;

/// <summary>A model version and where its checkpoint is.</summary>
/// <param name="Version">The version.</param>
/// <param name="Blob">The checkpoint.</param>
/// <param name="Clock">The run's clock when it was committed.</param>
/// <param name="Steps">The schedule's position then; null where an older program didn't keep it.</param>
/// <param name="Epoch">The run's epoch then.</param>
/// <param name="RolledBackTo">The version that it is a copy of, where training was rolled back.</param>
public sealed record ModelVersion(long Version, string Blob, long Clock, long? Steps = null, int Epoch = 0, long? RolledBackTo = null);
