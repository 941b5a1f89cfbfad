using Prcl.Contracts.Runs;
using Prcl.Grains;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Simulation;
using Xunit;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>Activations that slept while another one of their grain went on.</summary>
public sealed class OvertakenTests
{
    private readonly MemoryBlobStore _disk = new();
    private readonly RoundHistory _history;
    private readonly RunRecord _run = new(new RunDescription("run", Street.Classes.ToJson(), TestRun.Settings(), DateTime.UnixEpoch, 0));

    public OvertakenTests() => _history = new RoundHistory(_disk);

    [Fact]
    public async Task A_run_that_commits_a_round_removed_long_ago_leaves_and_adopts_nothing()
    {
        var adopted = new List<long>();
        var (sleeper, other) = (await Keeper(adopted.Add), await Keeper(_ => { }));
        sleeper.Take(Report(0));
        await Commit(other, 4);
        await _history.Remove("run", 0);
        await _history.Remove("run", 1);

        await Assert.ThrowsAsync<StaleActivationException>(sleeper.CloseIfPossible);

        Assert.Empty(adopted);
        Assert.NotNull(await _history.Find("run", 0));
        var state = new RunState { RemovedBelow = 2 };
        await new Retirement("run", 1, _history, new ModelStore(_disk), _ => false).Retire(state, 3, () => Task.CompletedTask);
        Assert.Null(await _history.Find("run", 0));
        Assert.NotNull(await _history.Find("run", 2));
    }

    [Fact]
    public async Task A_run_whose_round_another_one_stands_on_adopts_it()
    {
        var (first, second) = (await Keeper(_ => { }), await Keeper(_ => { }));
        first.Take(Report(0));
        await Commit(second, 2);

        Assert.True(await first.CloseIfPossible());

        Assert.Equal(1, first.Round);
        await first.Follow(2);
        Assert.Equal((2, second.Last!.Id), (first.Round, first.Last!.Id));
    }

    [Fact]
    public async Task A_run_that_cannot_follow_a_member_leaves()
    {
        var (sleeper, other) = (await Keeper(_ => { }), await Keeper(_ => { }));
        await Commit(other, 3);
        await _history.Remove("run", 0);

        await Assert.ThrowsAsync<StaleActivationException>(() => sleeper.Follow(3));
    }

    [Fact]
    public async Task A_prototype_that_reads_a_round_while_it_is_removed_is_overtaken_not_broken()
    {
        var ledger = await Ledger(() => _history.Remove("run", 0));
        await Commit(await Keeper(_ => { }), 1);

        await Assert.ThrowsAsync<StaleActivationException>(() => ledger.CatchUp(1));
    }

    [Fact]
    public async Task A_prototype_that_reads_a_round_that_was_removed_and_written_again_is_overtaken_not_broken()
    {
        var ledger = await Ledger(() => Task.CompletedTask);
        var (sleeper, other) = (await Keeper(_ => { }), await Keeper(_ => { }));
        sleeper.Take(Report(0));
        await Commit(other, 4);
        await _history.Remove("run", 0);
        await Assert.ThrowsAsync<StaleActivationException>(sleeper.CloseIfPossible);
        Assert.NotNull(await _history.Find("run", 0));

        await Assert.ThrowsAsync<StaleActivationException>(() => ledger.CatchUp(1));
        Assert.Equal((0, null), (ledger.Round, ledger.Committed));
    }

    [Fact]
    public async Task A_prototype_whose_round_stands_and_whose_sums_are_gone_is_broken()
    {
        var ledger = await Ledger(() => Task.CompletedTask);
        await Commit(await Keeper(_ => { }), 2);

        await Assert.ThrowsAsync<InvalidDataException>(() => ledger.CatchUp(1));
    }

    [Fact]
    public async Task A_late_report_stays_until_the_round_that_names_it_goes()
    {
        var late = ModelStore.Sums("run", 0, 7);
        await _disk.Write(late, new byte[] { 1 }, BlobCondition.Any, TestContext.Current.CancellationToken);
        for (var round = 0; round < 4; round++)
        {
            var reports = new[] { new CommittedReport("run/b/cpu", 7, 0, ModelStore.Weights("run", 0, 7), late, 5, 20, []) };
            await _history.Commit("run", new RoundManifest(0, round, "model", 20, 5, DateTime.UnixEpoch, round == 1 ? reports : []));
        }

        var (state, retirement) = (new RunState(), new Retirement("run", 1, _history, new ModelStore(_disk), _ => false));
        await retirement.Retire(state, 2, () => Task.CompletedTask);
        Assert.True(await ((IBlobStore)_disk).Exists(late, TestContext.Current.CancellationToken));
        await retirement.Retire(state, 3, () => Task.CompletedTask);
        Assert.False(await ((IBlobStore)_disk).Exists(late, TestContext.Current.CancellationToken));
    }

    // It finds no report's sums.
    private async Task<PrototypeLedger> Ledger(Func<Task> whileReading)
    {
        var ledger = new PrototypeLedger(
            _run, 0, new SimulatedState<PrototypeState>(_disk, "prototype", GrainId.Create("prototype", "run/0")), _history,
            async blob =>
            {
                await whileReading();
                throw new InvalidDataException($"There is no checkpoint '{blob}'.");
            },
            (_, _) => { });
        await ledger.Open();
        return ledger;
    }

    private async Task<RoundKeeper> Keeper(Action<long> adopted)
    {
        var keeper = new RoundKeeper(_run, _history, new NamedVersions(_disk), TimeProvider.System, manifest => adopted(manifest.Round));
        await keeper.Open(0);
        return keeper;
    }

    private static async Task Commit(RoundKeeper keeper, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            keeper.Take(Report(round));
            Assert.True(await keeper.CloseIfPossible());
        }
    }

    private static RoundReport Report(long round) => new("run/a/cpu", 1, 0, round, ModelStore.Weights("run", round, 1), 5, 20, []);
}
