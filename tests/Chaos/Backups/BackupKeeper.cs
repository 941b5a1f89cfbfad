using Prcl.Chaos.Storage;
using Prcl.EndToEnd.Processes;
using Prcl.Grains.Blobs;

namespace Prcl.Chaos.Backups;

/// <summary>Backs the storage up while the cluster works, by the program itself, each time into the same folder; and restores what it has.</summary>
internal sealed class BackupKeeper(ChaosStore store, Timeline timeline) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-chaos-backups-");
    private readonly List<DirectoryInfo> _restored = [];

    /// <summary>Backups that were made.</summary>
    public int Made { get; private set; }

    /// <summary>Backups that ended with an error: the storage was away, or full.</summary>
    public int Failed { get; private set; }

    /// <summary>Images that had been acknowledged before the newest backup began.</summary>
    public string[] Acknowledged { get; private set; } = [];

    /// <summary>Makes one.</summary>
    /// <param name="acknowledged">The images that are acknowledged.</param>
    public async Task Make(string[] acknowledged)
    {
        var ended = await Finished.Run(Programs.Silo, ["backup", _folder.FullName, .. store.Options], store.Environment, Patience);
        timeline.Say($"  backup: {(ended.ExitCode == 0 ? ended.Out.Split('\n')[0] : ended.Error.Trim())}");
        if (ended.ExitCode != 0)
        {
            Failed++;
            return;
        }

        Made++;
        Acknowledged = acknowledged;
    }

    /// <summary>Restores the newest one to an empty folder, and lets the program look whether it is sound.</summary>
    /// <exception cref="InvalidDataException">It can't be restored, or isn't sound.</exception>
    public async Task<IBlobStore> Restore()
    {
        var folder = Directory.CreateTempSubdirectory("prcl-chaos-restored-");
        _restored.Add(folder);
        foreach (string[] command in (string[][])[["restore", _folder.FullName, "--data-dir", folder.FullName], ["check", "--data-dir", folder.FullName]])
        {
            var ended = await Finished.Run(Programs.Silo, command, patience: Patience);
            if (ended.ExitCode != 0)
            {
                throw new InvalidDataException($"{command[0]} of a backup ends with {ended}");
            }
        }

        return new FileBlobStore(folder.FullName);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _restored.ForEach(f => f.Delete(recursive: true));
        _folder.Delete(recursive: true);
    }
}
