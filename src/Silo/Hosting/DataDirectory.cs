namespace Prcl.Silo.Hosting;

/// <summary>The folder of everything durable, held by one embedded silo at a time, or by silos of one cluster together.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Creates the folder where it is missing, and holds it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="isShared">Whether other silos may hold it too that share it.</param>
    /// <exception cref="HostException">It can't be written, or another silo holds it.</exception>
    public static DataDirectory Hold(string path, bool isShared)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"data-dir: '{path}' can't be created: {failure.Message}", failure);
        }

        try
        {
            var file = System.IO.Path.Combine(path, "silo.lock");
            return new DataDirectory(path, isShared
                ? new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read)
                : new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (IsHeld(failure))
        {
            throw new HostException($"data-dir: '{path}' is in use by another silo; a silo needs a folder of its own, unless all that use it are in one cluster with redis.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"data-dir: '{path}' can't be written: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows: the runtime has no exception of its own for it.
    private static bool IsHeld(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;
}
