namespace Prcl.Silo.Hosting;

/// <summary>The folder of everything durable, held by one embedded silo at a time, or by silos of one cluster together.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Creates the folder where it is missing, and holds it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="isShared">Whether other silos may hold it too that share it.</param>
    /// <param name="access">Who may look into it when it is made.</param>
    /// <exception cref="HostException">It can't be written, others may write to it, or another silo holds it.</exception>
    public static DataDirectory Hold(string path, bool isShared, DataAccess access = DataAccess.Owner)
    {
        try
        {
            Make(path, access);
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

    private static void Make(string path, DataAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, access == DataAccess.Group ? Own | Group : Own);
        }

        if (File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite))
        {
            throw new HostException($"data-dir: others may write to '{path}', and so change what is learned; \"chmod o-w\" closes it, or name another folder.");
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows: the runtime has no exception of its own for it.
    private static bool IsHeld(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;
}
