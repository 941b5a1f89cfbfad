using System.Runtime.InteropServices;
using System.Text;

namespace Prcl.Grains.Blobs;

/// <summary>Further names of a file, where the file system has them.</summary>
internal static class HardLinks
{
    /// <summary>Gives a file another name. Flushing the folder is the caller's.</summary>
    /// <returns>False where that can't be done, since it is another file system, or one without links: nothing has changed.</returns>
    public static bool TryCreate(string file, string name) =>
        !OperatingSystem.IsWindows() && Link(Encoding.UTF8.GetBytes(file + '\0'), Encoding.UTF8.GetBytes(name + '\0')) == 0;

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] file, byte[] name);
}
