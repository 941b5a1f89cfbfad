namespace Prcl.Unit.Grains.Blobs;

/// <summary>A folder for one test, in memory where the platform has such a file system, so that fsync costs nothing.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public TemporaryFolder(bool onDisk = false)
        => Path = Directory.CreateDirectory(
            System.IO.Path.Combine(!onDisk && Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath(), $"prcl-unit-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
