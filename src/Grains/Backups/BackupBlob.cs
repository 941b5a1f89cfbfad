using Prcl.Grains.Images;

namespace Prcl.Grains.Backups;

/// <summary>A blob in a backup.</summary>
/// <param name="Name">Its name in the store.</param>
/// <param name="Length">Bytes of content.</param>
/// <param name="Sha256">Their hash.</param>
/// <param name="ETag">What the store called this state of the blob: with the same name, length and ETag it is the same.</param>
/// <param name="IsAppended">Whether the store appends to it.</param>
public sealed record BackupBlob(string Name, long Length, ContentHash Sha256, string ETag, bool IsAppended);
