namespace Prcl.Grains.Backups;

/// <summary>A backup that was made.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="NewBytes">Bytes that the backup before didn't hold.</param>
public sealed record BackupResult(string Folder, BackupManifest Manifest, long NewBytes);
