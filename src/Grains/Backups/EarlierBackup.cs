using Prcl.Grains.Blobs;
using Prcl.Grains.Images;

namespace Prcl.Grains.Backups;

/// <summary>The backup before, from which the next takes what hasn't changed.</summary>
internal sealed class EarlierBackup
{
    private readonly string _folder;
    private readonly Dictionary<string, BackupBlob> _blobs;

    private EarlierBackup(string folder, BackupManifest manifest) =>
        (_folder, _blobs) = (folder, manifest.Blobs.ToDictionary(b => b.Name, StringComparer.Ordinal));

    /// <summary>Opens the backup in a folder; one that can't be read is as good as none.</summary>
    public static EarlierBackup? Open(string? folder)
    {
        try
        {
            return folder is null ? null : new EarlierBackup(folder, BackupManifest.Read(folder));
        }
        catch (BackupException)
        {
            return null;
        }
    }

    /// <summary>The blob, if it is the same as in the store, and its file.</summary>
    /// <param name="name">The blob's name. The content of an image is told by it; a run that was restored may give another blob's name to other content.</param>
    /// <param name="found">The blob as the store has it.</param>
    public (BackupBlob Blob, string File)? Find(string name, BlobHead found)
    {
        if (!_blobs.TryGetValue(name, out var blob) || blob.Length != found.Length || (blob.ETag != found.ETag && !ImageBlobs.IsImage(name)))
        {
            return null;
        }

        var file = BackupBlobs.PathOf(_folder, name);
        return new FileInfo(file) is { Exists: true } info && info.Length == found.Length + BlobFile.HeaderLength ? (blob, file) : null;
    }
}
