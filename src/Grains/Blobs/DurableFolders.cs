using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Prcl.Grains.Blobs;

/// <summary>Makes names durable: a file's fsync saves its bytes, only its folder's fsync saves that it is there.</summary>
internal sealed class DurableFolders(string root)
{
    private readonly ConcurrentDictionary<string, bool> _known = [];

    /// <summary>Creates a folder below the root, durably; each is made sure of once a process.</summary>
    public void Ensure(string folder)
    {
        if (_known.ContainsKey(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        if (folder.Length > root.Length)
        {
            var parent = Path.GetDirectoryName(folder)!;
            Ensure(parent);
            Flush(parent);
        }

        _known.TryAdd(folder, true);
    }

    /// <summary>Makes durable which names the folder holds. Windows journals them by itself.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no directories. O_RDONLY is 0 everywhere.
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        var failed = descriptor < 0 || FSync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        // EINVAL: a file system without directory sync.
        if (failed && error != 22)
        {
            throw new IOException($"fsync of folder '{folder}': {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
