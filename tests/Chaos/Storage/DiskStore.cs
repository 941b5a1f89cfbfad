using Prcl.Chaos.Faults;
using Prcl.Grains.Blobs;
using Prcl.Servers;
using Xunit.Sdk;

namespace Prcl.Chaos.Storage;

/// <summary>A folder that the silos share, on a small disk of its own: it is full at times.</summary>
internal sealed class DiskStore : ChaosStore
{
    private const int Kilobytes = 3 << 20;
    private readonly SmallDisk _disk;

    private DiskStore(SmallDisk disk) => _disk = disk;

    /// <inheritdoc/>
    public override string DataFolder => _disk.Folder;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string[] Options => ["--data-dir", _disk.Folder];

    /// <inheritdoc/>
    public override FaultKind[] Cards => [FaultKind.FullDisk, FaultKind.FullDisk];

    /// <summary>Mounts it.</summary>
    /// <exception cref="SkipException">That isn't allowed here.</exception>
    public static DiskStore Mounted() => new(SmallDisk.Mount(Kilobytes) ?? throw SkipException.ForSkip(SmallDisk.Missing));

    /// <inheritdoc/>
    public override IBlobStore Open() => new FileBlobStore(_disk.Folder);

    /// <inheritdoc/>
    public override async Task Suffer(FaultKind kind, double length)
    {
        var filler = await Task.Run(() => _disk.Fill());
        await Task.Delay(Seconds(5, 12, length));
        File.Delete(filler);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _disk.Dispose();
        return ValueTask.CompletedTask;
    }
}
