using System.Runtime.InteropServices;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Startup;

/// <summary>Who may see the files and folders that this process makes.</summary>
internal static partial class FileModes
{
    private const uint AllButOwner = 0b000_111_111;
    private const uint Others = 0b000_000_111;

    /// <summary>Keeps everything that the process makes from now on from others, whatever makes it.</summary>
    public static void Restrict(DataAccess access)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetMask(access == DataAccess.Group ? Others : AllButOwner);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
