using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Rounds;

public sealed class RetirementTests
{
    private const string Run = "run";
    private readonly MemoryBlobStore _memory = new();
    private readonly RoundHistory _rounds;
    private readonly Retirement _retirement;
    private readonly RunState _state = new();

    public RetirementTests()
    {
        _rounds = new RoundHistory(_memory);
        _retirement = new Retirement(Run, 3, _rounds, new ModelStore(_memory), blob => _state.Aliases.Values.Any(v => v.Blob == blob));
    }

    [Fact]
    public async Task The_newest_versions_and_their_rounds_stay()
    {
        await Commit(10);

        await _retirement.Retire(_state, 10, () => Task.CompletedTask);

        Assert.Equal([8, 9, 10], _state.Versions.Select(v => v.Version));
        Assert.Equal(7, _state.RemovedBelow);
        Assert.Null(await _rounds.Find(Run, 6));
        Assert.NotNull(await _rounds.Find(Run, 7));
        for (var round = 0; round < 10; round++)
        {
            Assert.Equal((round >= 7, round >= 7), (await Exists(Weights(round)), await Exists(Sums(round))));
        }
    }

    [Fact]
    public async Task The_state_that_is_saved_before_anything_goes_offers_only_what_stays()
    {
        await Commit(10);
        var offered = Array.Empty<long>();

        await _retirement.Retire(_state, 10, async () =>
        {
            offered = [.. _state.Versions.Select(v => v.Version)];
            Assert.True(await Exists(Weights(0)));
        });

        Assert.Equal([8, 9, 10], offered);
        await Assert.ThrowsAsync<TimeoutException>(() => _retirement.Retire(_state, 11, () => throw new TimeoutException()));
        Assert.True(await Exists(Weights(7)));
    }

    [Fact]
    public async Task What_an_earlier_retirement_left_goes_with_the_next()
    {
        await Commit(10);
        await _retirement.Retire(_state, 8, () => Task.CompletedTask);
        await Write(ModelStore.Weights(Run, 1, 77));
        await Write(ModelStore.AveragedModel(Run, 2, Guid.NewGuid()));

        await _retirement.Retire(_state, 10, () => Task.CompletedTask);

        Assert.Equal(3 * 2, (await Names($"runs/{Run}/reports/")).Length);
        Assert.Empty(await Names($"runs/{Run}/models/"));
    }

    [Fact]
    public async Task A_version_under_an_alias_stays_and_goes_when_the_alias_has_moved_on()
    {
        await Commit(10);
        var best = _state.Versions[3];
        _state.Aliases["best"] = best;

        await _retirement.Retire(_state, 10, () => Task.CompletedTask);
        Assert.True(await Exists(best.Blob));
        Assert.False(await Exists(Sums(3)));

        _state.Aliases["best"] = _state.Versions[^1];
        await _retirement.Release(_state, best);
        Assert.False(await Exists(best.Blob));
        await _retirement.Release(_state, _state.Versions[^1]);
        Assert.True(await Exists(_state.Versions[^1].Blob));
    }

    [Fact]
    public async Task Retiring_again_after_a_crash_in_between_changes_nothing_more()
    {
        await Commit(10);
        await _retirement.Retire(_state, 6, () => Task.CompletedTask);

        // The state wasn't saved.
        _state.RemovedBelow = 0;
        _state.Versions.Insert(0, new ModelVersion(1, Weights(0), 0));
        await _retirement.Retire(_state, 10, () => Task.CompletedTask);

        Assert.Equal([8, 9, 10], _state.Versions.Select(v => v.Version));
        Assert.Equal(3, (await Names($"runs/{Run}/rounds/")).Length);
    }

    [Fact]
    public async Task What_no_manifest_named_goes_with_its_round()
    {
        await Commit(10);
        foreach (var orphan in new[] { ModelStore.Weights(Run, 4, 77), ModelStore.Sums(Run, 4, 77), ModelStore.AveragedModel(Run, 5, Guid.NewGuid()), ModelStore.Weights(Run, 8, 77) })
        {
            await Write(orphan);
        }

        await Write(ModelStore.InitialModel(Run));
        await _retirement.Retire(_state, 10, () => Task.CompletedTask);

        Assert.Equal(3 * 2 + 1, (await Names($"runs/{Run}/reports/")).Length);
        Assert.Equal([ModelStore.InitialModel(Run)], await Names($"runs/{Run}/models/"));
    }

    [Fact]
    public async Task State_and_storage_are_as_large_after_many_rounds_as_after_some()
    {
        var sizes = new List<(int Versions, int Blobs)>();
        for (var round = 0; round < 2000; round++)
        {
            await CommitRound(round);
            _state.Aliases["best"] = _state.Versions[^1];
            await _retirement.Retire(_state, round + 1, () => Task.CompletedTask);
            if (round is 100 or 1999)
            {
                sizes.Add((_state.Versions.Count, (await Names("")).Length));
            }
        }

        Assert.Equal(sizes[0], sizes[1]);
    }

    private static string Weights(long round) => ModelStore.Weights(Run, round, 1);

    private static string Sums(long round) => ModelStore.Sums(Run, round, 1);

    private async Task Commit(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await CommitRound(round);
        }
    }

    private async Task CommitRound(int round)
    {
        await Write(Weights(round));
        await Write(Sums(round));
        var report = new CommittedReport("run/a/cpu", 1, round, Weights(round), Sums(round), 5, 20, []);
        await _rounds.Commit(Run, new RoundManifest(0, round, Weights(round), 20 * (round + 1), 5 * (round + 1), DateTime.UnixEpoch, [report]));
        _state.Versions.Add(new ModelVersion(round + 1, Weights(round), 20 * (round + 1)));
    }

    private Task<string> Write(string name) => _memory.Write(name, new byte[] { 1 }, BlobCondition.Any);

    private Task<bool> Exists(string name) => ((IBlobStore)_memory).Exists(name);

    private async Task<string[]> Names(string prefix)
    {
        var names = new List<string>();
        await foreach (var entry in _memory.List(prefix))
        {
            names.Add(entry.Name);
        }

        return [.. names];
    }
}
