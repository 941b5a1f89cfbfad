using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>The blobs of a backup as files: as a store of files has them, so that both may be names of one file.</summary>
internal static class BackupBlobs
{
    private const string Folder = "blobs";

    /// <summary>The file of a blob.</summary>
    public static string PathOf(string backup, string name) => Path.Combine(backup, Folder, BlobName.Check(name));

    /// <summary>Opens a blob of a backup.</summary>
    /// <exception cref="BackupException">It isn't there, or damaged.</exception>
    public static Stream Open(string backup, string name)
    {
        var path = PathOf(backup, name);
        try
        {
            using var file = BlobFile.Open(path, name) ?? throw new BackupException($"'{path}' is missing.");
            file.Verify();
            return new BlobFileStream(file.ToStream(), name) { Position = 0 };
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>Makes the file of a blob; the caller fills and seals it.</summary>
    public static FileStream Create(string backup, string name)
    {
        var path = PathOf(backup, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        file.Write(new byte[BlobFile.HeaderLength]);
        return file;
    }

    /// <summary>Gives a filled file its head, which tells the checksum of what it holds, and makes it durable.</summary>
    public static void Seal(FileStream file, string name, uint checksum, bool isAppended)
    {
        file.Flush();
        RandomAccess.Write(file.SafeFileHandle, BlobFile.Header(BlobFile.NewStamp(name, isAppended ? 0 : checksum), isAppended), 0);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Makes a file of this file system that of a blob.</summary>
    /// <returns>False where that can't be done: nothing has changed, and copying is right.</returns>
    public static bool TryLink(string backup, string name, string file)
    {
        var path = PathOf(backup, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return HardLinks.TryCreate(file, path);
    }
}
