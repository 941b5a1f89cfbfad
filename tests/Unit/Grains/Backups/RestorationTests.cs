using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Blobs.Azure;
using Xunit;

namespace Prcl.Unit.Grains.Backups;

public sealed class RestorationTests(SharedAzurite azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_files_to_azure_and_back_everything_is_as_it_was()
    {
        await using var container = await azurite.NewContainer();
        using var data = new TemporaryFolder();
        using var files = new FileBlobStore(data.Path);
        await new Restoration((await Backed(files)).Folder, container.Store).Restore(Stop);
        await (await TrainingRun.Open(container.Store, new BackupPins(container.Store, TimeProvider.System).AreHeld)).Train(3);

        var back = await Backed(container.Store, rounds: 0);
        var restored = new MemoryBlobStore();
        await new Restoration(back.Folder, restored).Restore(Stop);

        var run = await TrainingRun.Open(restored);
        Assert.Equal((8, 8), (run.Protocol.Rounds.Round, run.Stream.Counts.Stored));
        Assert.Equal(TrainingRun.Expected(8).Count, run.Committed!.Count, 1e-9);
        await run.Train(1);
    }

    [Fact]
    public async Task A_store_that_holds_anything_is_refused_and_left_as_it_is()
    {
        var backup = await Backed(new MemoryBlobStore());
        var store = new MemoryBlobStore();
        await store.Write("images/ab/some", new byte[] { 1 }, BlobCondition.Any, Stop);

        var error = await Assert.ThrowsAsync<BackupException>(() => new Restoration(backup.Folder, store).Restore(Stop));

        Assert.Contains("images/ab/some", error.Message, StringComparison.Ordinal);
        Assert.Equal(["images/ab/some"], await Names(store));
    }

    [Fact]
    public async Task Any_damaged_file_is_named_and_nothing_is_left()
    {
        var backup = await Backed(new MemoryBlobStore());
        foreach (var blob in backup.Manifest.Blobs)
        {
            var file = Path.Combine(backup.Folder, "blobs", blob.Name);
            var whole = await File.ReadAllBytesAsync(file, Stop);
            foreach (var damaged in new[] { [.. whole[..^1], (byte)(whole[^1] ^ 1)], whole[..^1], null })
            {
                await Damage(file, damaged);
                var store = new MemoryBlobStore();

                var error = await Assert.ThrowsAsync<BackupException>(() => new Restoration(backup.Folder, store).Restore(Stop));

                Assert.Contains(blob.Name, error.Message, StringComparison.Ordinal);
                Assert.Empty(await Names(store));
            }

            await File.WriteAllBytesAsync(file, whole, Stop);
        }

        await new Restoration(backup.Folder, new MemoryBlobStore()).Restore(Stop);
    }

    [Fact]
    public async Task There_is_no_run_before_everything_of_it_is_there()
    {
        var backup = await Backed(new MemoryBlobStore());
        var store = new MemoryBlobStore();
        var late = new List<string>();
        var watched = new FaultyBlobStore(store)
        {
            Hold = async (operation, name) =>
            {
                if (name == "runs/run/run.json" && operation == "Write")
                {
                    late.AddRange(backup.Manifest.Blobs.Select(b => b.Name).Except(await Names(store)));
                }
            },
        };

        await new Restoration(backup.Folder, watched).Restore(Stop);

        Assert.Equal(["runs/run/run.json"], late);
    }

    [Fact]
    public async Task A_storage_that_fails_is_left_empty()
    {
        var backup = await Backed(new MemoryBlobStore());
        var store = new MemoryBlobStore();
        var failing = new FaultyBlobStore(store) { Plan = (operation, name) => operation == "Write" && name.StartsWith("state/", StringComparison.Ordinal) ? Fault.LosesReply : Fault.None };

        await Assert.ThrowsAsync<BlobStorageException>(() => new Restoration(backup.Folder, failing).Restore(Stop));

        Assert.Empty(await Names(store));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<BackupResult> Backed(IBlobStore blobs, int rounds = 5)
    {
        if (rounds > 0)
        {
            await TrainingRun.Create(blobs);
            await (await TrainingRun.Open(blobs, new BackupPins(blobs, TimeProvider.System).AreHeld)).Train(rounds);
        }

        using var backups = BackupFolder.Hold(_folder.Path);
        return await new Backup(blobs, TimeProvider.System).Make(backups, Stop);
    }

    private static async Task Damage(string file, byte[]? bytes)
    {
        if (bytes is null)
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllBytesAsync(file, bytes, Stop);
        }
    }

    private static async Task<string[]> Names(MemoryBlobStore store) => await store.List("", Stop).Select(b => b.Name).ToArrayAsync(Stop);
}
