using Prcl.Contracts.Diagnoses;
using Prcl.Grains.Blobs;
using Prcl.Silo.Hosting;
using Prcl.Silo.Startup;

namespace Prcl.Silo.Doctor;

/// <summary>Looks at where a silo would keep everything.</summary>
/// <param name="settings">The silo's settings, checked.</param>
internal sealed class StorageDoctor(SiloSettings settings)
{
    private const double MegaByte = 1 << 20;
    private const string DataDir = "data-dir";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private bool IsFiles => settings.Blobs.Kind == BlobKind.File;

    /// <summary>The data folder and its disk.</summary>
    public IEnumerable<Diagnosis> Folder()
    {
        if (!IsFiles)
        {
            yield break;
        }

        var folder = settings.DataDirectory;
        if (Directory.Exists(folder))
        {
            yield return Existing(folder);
        }
        else
        {
            yield return Diagnosis.Ok(DataDir, $"'{folder}' isn't there yet; the silo makes it");
        }

        yield return Disk(folder);
    }

    /// <summary>Whether the storage answers.</summary>
    public async Task<Diagnosis> Blobs()
    {
        // Opened, a folder would be made a store.
        if (IsFiles && !Directory.Exists(Path.Combine(settings.DataDirectory, ".store")))
        {
            return Diagnosis.Ok("blobs", "files; nothing is stored yet");
        }

        try
        {
            var blobs = settings.Blobs.Open(settings.DataDirectory);
            using var held = blobs as IDisposable;
            await blobs.Exists("health/probe").WaitAsync(Patience);
            return Diagnosis.Ok("blobs", IsFiles ? "the folder can be read" : "the container answers");
        }
        catch (Exception fault) when (fault is BlobStorageException or HostException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            return Diagnosis.Failure("blobs", fault.Message, IsFiles ? "run this as the user that the silo runs as" : "look at the account's name, its rights (Storage Blob Data Contributor) and the way to it");
        }
    }

    private static Diagnosis Existing(string folder)
    {
        if (FolderOwner.IsAnothers(folder))
        {
            return Diagnosis.Warning(DataDir, $"'{folder}' belongs to another user", "run this, and the silo, as that user");
        }

        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite))
        {
            return Diagnosis.Failure(DataDir, $"others may write to '{folder}', and so change what is learned", "\"chmod o-w\" closes it");
        }

        try
        {
            var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, new byte[1]);
            File.Delete(probe);
            return Diagnosis.Ok(DataDir, $"'{folder}' can be written");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Diagnosis.Failure(DataDir, $"'{folder}' can't be written: {fault.Message}", "make room, or let the silo's user write there");
        }
    }

    private Diagnosis Disk(string folder)
    {
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above)
        {
            there = above;
        }

        var free = new DriveInfo(there).AvailableFreeSpace / MegaByte;
        return free >= settings.Limits.FreeMegabytes
            ? Diagnosis.Ok("disk", $"{free / 1024:F1} GB are free")
            : Diagnosis.Warning("disk", $"{free:F0} MB are free; below {settings.Limits.FreeMegabytes} (free-megabytes) unlabelled images are refused", "make room: \"prcl run delete\", \"prcl images delete\", or a larger disk");
    }
}
