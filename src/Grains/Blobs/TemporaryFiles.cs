namespace Prcl.Grains.Blobs;

/// <summary>
/// A folder for files that are not yet blobs, on the blobs' file system so that a rename publishes them. Each store has its own and holds a
/// lock in it while it lives: a folder whose lock is free belongs to a process that has died, and is swept by the next one to start.
/// </summary>
internal sealed class TemporaryFiles : IDisposable
{
    private const string LockName = "alive";

    // More than a file system keeps beside a file's name.
    private const int TrialLength = 4096;

    private readonly string _folder;
    private readonly FileStream _alive;

    public TemporaryFiles(string folder)
    {
        Directory.CreateDirectory(folder);

        // A new folder and its lock appear in one piece, as a sweeper sees it.
        using var starting = BlobLocks.Take(Path.Combine(folder, "starting"));
        foreach (var other in Directory.GetDirectories(folder))
        {
            Sweep(other);
        }

        _folder = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        _alive = BlobLocks.Take(Path.Combine(_folder, LockName));
    }

    /// <summary>A path that no file has.</summary>
    public string NewPath() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    /// <summary>Writes a file durably, and removes it.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void TryWriting()
    {
        var path = NewPath();
        try
        {
            using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(handle, new byte[TrialLength], 0);
            RandomAccess.FlushToDisk(handle);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _alive.Dispose();
        Sweep(_folder);
    }

    private static void Sweep(string folder)
    {
        try
        {
            using var alive = BlobLocks.TryTake(Path.Combine(folder, LockName));
            if (alive is not null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Left-overs only cost space; the next start tries again.
        }
    }
}
