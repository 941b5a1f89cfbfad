using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Trainers;
using Prcl.Learning.Checkpoints;
using Prcl.Unit.Client;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A trainer that comes too late for a version.</summary>
public sealed class VersionReaderTests
{
    private static readonly RoundAssignment Old = new(7, false, true, 0, 3, 3, "runs/run/models/old.safetensors", 60, 15);
    private readonly ModelStore _models = new(new MemoryBlobStore());

    [Fact]
    public async Task A_version_that_was_retired_before_it_is_read_is_no_failure_the_newest_is_read()
    {
        var newest = Old with { Round = 9, Version = 9, ModelBlob = "runs/run/models/new.safetensors", Clock = 180 };
        using var written = new NamedTensors();
        written.SetMetadata("steps", "45");
        await _models.Write(newest.ModelBlob, written);

        var (round, read) = await Reader(newest).Read(Old, TestContext.Current.CancellationToken);

        using var state = read;
        Assert.Equal(newest, round);
        Assert.Equal("45", state.Metadata["steps"]);
    }

    [Fact]
    public async Task A_version_of_the_open_round_that_is_not_there_is_a_failure() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Reader(Old).Read(Old, TestContext.Current.CancellationToken));

    private VersionReader Reader(RoundAssignment newest)
    {
        var run = FakeGrains.Proxy.Create<IRunGrain>((_, _) => Task.FromResult(newest));
        return new VersionReader(run, _models, "run/a/cpu", TimeProvider.System);
    }
}
