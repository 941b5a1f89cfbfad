namespace Prcl.Grains.Backups;

/// <summary>A run in a backup.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Round">The round that it begins with when it is restored: the one after the newest in the backup.</param>
/// <param name="Images">Its images.</param>
/// <param name="Fault">Why the run couldn't be backed up and isn't there; null when it is.</param>
public sealed record BackupRun(string Name, long Round, long Images, string? Fault = null);
