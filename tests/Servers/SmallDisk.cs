using System.Diagnostics;

namespace Prcl.Servers;

/// <summary>A disk of its own, as small as a test wants it: a tmpfs at a folder. Root alone may mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Why there is none here, for a test that is skipped.</summary>
    public const string Missing = "mounting a tmpfs isn't allowed here (it takes Linux and root)";

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Free bytes.</summary>
    public long Free => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Mounts one; null where that isn't allowed.</summary>
    /// <param name="kilobytes">Its size, in units of 1,024 bytes.</param>
    public static SmallDisk? Mount(int kilobytes)
    {
        var folder = Directory.CreateTempSubdirectory("prcl-disk-").FullName;
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k,mode=0700", "prcl-test", folder))
        {
            return new SmallDisk(folder);
        }

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Takes all of it but some bytes, by a file of no blob's name; answers the file.</summary>
    public string Fill(long leaving = 0)
    {
        var path = Path.Combine(Folder, "filler");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (Free > leaving)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }

        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Lazily: whoever was killed may still be on its way out.
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
