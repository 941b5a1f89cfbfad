using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>Aliases over a storage that fails.</summary>
public sealed class AliasFaultTests
{
    private readonly FaultyBlobStore _disk = new(new MemoryBlobStore());

    [Fact]
    public async Task An_alias_whose_removal_was_not_saved_is_removed_for_good_by_the_repeat()
    {
        var run = await LoneRun.On(_disk);
        await run.Protocol.MoveAlias("serving", 0);
        _disk.Plan = (operation, _) => operation == "Write" ? Fault.Fails : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(() => run.Protocol.RemoveAlias("serving"));
        Assert.NotNull((await LoneRun.On(_disk)).Protocol.Versions.Find("serving"));

        _disk.Plan = (_, _) => Fault.None;
        await run.Protocol.RemoveAlias("serving");

        Assert.Null((await LoneRun.On(_disk)).Protocol.Versions.Find("serving"));
    }

    [Fact]
    public async Task A_checkpoint_stays_while_an_alias_names_it_whose_removal_is_not_saved_yet()
    {
        var run = await LoneRun.On(_disk);
        await Commit(run, 1);
        await run.Protocol.MoveAlias("first", 1);
        await run.Protocol.MoveAlias("second", 1);
        await Commit(run, LoneRun.Run.Settings.Retention.KeepVersions + 1);
        Assert.DoesNotContain(run.State.Versions, v => v.Version == 1);

        // The second removal is in memory when the first one is saved.
        var (writing, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _disk.Hold = async (operation, _) =>
        {
            if (operation == "Write" && writing.TrySetResult())
            {
                await goOn.Task;
            }
        };
        var first = run.Protocol.RemoveAlias("first");
        await writing.Task;
        var second = run.Protocol.RemoveAlias("second");
        var writes = 0;
        _disk.Plan = (operation, _) => operation == "Write" && ++writes > 1 ? Fault.Fails : Fault.None;
        goOn.SetResult();
        await first;
        await Assert.ThrowsAsync<BlobStorageException>(() => second);

        _disk.Plan = (_, _) => Fault.None;
        var named = (await LoneRun.On(_disk)).Protocol.Versions.Find("second");
        Assert.True(await new ModelStore(_disk).Has(named!.Blob));
        await run.Protocol.RemoveAlias("second");
        await Commit(run, 1);
        Assert.False(await new ModelStore(_disk).Has(named.Blob));
    }

    private async Task Commit(LoneRun run, int rounds)
    {
        for (; rounds > 0; rounds--)
        {
            var report = await run.Join("a");
            await _disk.Write(report.ReportBlob, new byte[] { 1 }, BlobCondition.Any);
            await run.HandIn(report);
        }
    }
}
