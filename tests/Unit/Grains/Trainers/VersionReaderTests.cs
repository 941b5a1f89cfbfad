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
    private RoundAssignment _followed = Old;

    [Fact]
    public async Task A_version_that_was_retired_before_it_is_read_is_no_failure_the_newest_is_read()
    {
        var newest = await Write(Old with { Round = 9, Version = 9, ModelBlob = "runs/run/models/new.safetensors", Clock = 180 });
        var reader = Reader(newest, newest);

        using var state = await reader.Read(Old, TestContext.Current.CancellationToken);

        Assert.Equal(newest, _followed);
        Assert.Equal("45", state.Metadata["steps"]);
    }

    [Fact]
    public async Task An_overtaken_run_that_knows_of_nothing_newer_lets_nobody_fail_who_joins_elsewhere()
    {
        var newest = await Write(Old with { Incarnation = 8, Round = 9, Version = 9, ModelBlob = "runs/run/models/new.safetensors", Clock = 180 });
        var reader = Reader(Old, newest);

        using var state = await reader.Read(Old, TestContext.Current.CancellationToken);

        // Joining has given its place to another incarnation: this one ends, and what it still says is said for the new one.
        Assert.Equal(newest with { Fenced = true }, _followed);
    }

    [Fact]
    public async Task A_version_of_the_open_round_that_is_not_there_is_a_failure_of_the_incarnation_that_the_run_knows()
    {
        var reader = Reader(Old, Old with { Incarnation = 8 });

        await Assert.ThrowsAsync<InvalidDataException>(() => reader.Read(Old, TestContext.Current.CancellationToken));

        Assert.Equal(8, _followed.Incarnation);
    }

    private async Task<RoundAssignment> Write(RoundAssignment round)
    {
        using var written = new NamedTensors();
        written.SetMetadata("steps", "45");
        await _models.Write(round.ModelBlob, written);
        return round;
    }

    private VersionReader Reader(RoundAssignment renewed, RoundAssignment joined)
    {
        var run = FakeGrains.Proxy.Create<IRunGrain>((method, _) => Task.FromResult(method.Name == nameof(IRunGrain.Join) ? joined : renewed));
        return new VersionReader(run, _models, "run/a/cpu", null, TimeProvider.System, round => _followed = round);
    }
}
