using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Removal;
using Prcl.Unit.Grains.Backups;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Removal;

public sealed class RunSweepTests
{
    private readonly FakeTimeProvider _time = new();
    private static readonly string Shared = ContentHash.Of(TrainingRun.Image(1)).ToString();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_that_is_cut_off_at_any_change_goes_on_after_a_restart_and_leaves_what_others_have()
    {
        for (var cut = 0; ; cut++)
        {
            var (disk, changes) = (await Deleted(), 0);
            var store = new FaultyBlobStore(disk) { Plan = (operation, _) => operation is "Delete" or "Write" or "Append" && changes++ == cut ? Fault.Fails : Fault.None };

            var wasCut = await Finish(store);

            Assert.Equal(["deleted/run.json", $"images/{Shared[..2]}/{Shared}"], await Names(disk));
            Assert.True((await new Tombstones(disk).Find("run"))!.IsSwept);
            if (!wasCut)
            {
                Assert.True(cut > 10);
                return;
            }
        }
    }

    [Fact]
    public async Task What_comes_late_goes_too()
    {
        var disk = await Deleted();
        var sweep = Sweep(disk);
        for (var look = 0; look < 4; look++)
        {
            Assert.False(await sweep.Sweep());
            _time.Advance(TimeSpan.FromMinutes(9));
        }

        await disk.Write("runs/run/reports/000000000007-1.weights.safetensors", new byte[] { 1 }, BlobCondition.Any, Stop);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(await sweep.Sweep());
        Assert.Empty(await disk.List("runs/", Stop).ToArrayAsync(Stop));

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(await sweep.Sweep());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await sweep.Sweep());
    }

    [Fact]
    public async Task Nothing_goes_while_a_backup_is_made()
    {
        var disk = await Deleted();
        var before = await Names(disk);

        Assert.False(await new RunSweep((await new Tombstones(disk).Find("run"))!, new Tombstones(disk), disk, Refers, _time, () => Task.FromResult(true)).Sweep());

        Assert.Equal(before, await Names(disk));
    }

    private static async Task<MemoryBlobStore> Deleted()
    {
        var disk = new MemoryBlobStore();
        await TrainingRun.Create(disk);
        var run = await TrainingRun.Open(disk);
        await run.Train(3);
        await run.Stream.DisposeAsync();
        await new Tombstones(disk).Add("run", DateTime.UnixEpoch);
        return disk;
    }

    private static Task<bool[]> Refers(string[] files) => Task.FromResult(Array.ConvertAll(files, f => f == Shared));

    private static async Task<string[]> Names(MemoryBlobStore disk) => await disk.List("", Stop).Select(b => b.Name).ToArrayAsync(Stop);

    private RunSweep Sweep(IBlobStore store, DeletedRun? run = null) =>
        new(run ?? new DeletedRun("run", DateTime.UnixEpoch, false), new Tombstones(store), store, Refers, _time, () => Task.FromResult(false));

    private async Task<bool> Finish(IBlobStore store)
    {
        var (sweep, wasCut) = (Sweep(store), false);
        for (var look = 0; look < 20; look++)
        {
            try
            {
                if (await sweep.Sweep())
                {
                    return wasCut;
                }
            }
            catch (BlobStorageException)
            {
                (sweep, wasCut) = (Sweep(store), true);
            }

            _time.Advance(TimeSpan.FromMinutes(11));
        }

        throw new TimeoutException("Not within 20 looks.");
    }
}
