using Prcl.Grains.Blobs;
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
}
