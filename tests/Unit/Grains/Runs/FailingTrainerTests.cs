using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Rounds;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>Trainers that fail or leave while the run doesn't know its members, or hears them twice.</summary>
public sealed class FailingTrainerTests
{
    private readonly MemoryBlobStore _disk = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_run_that_has_just_come_up_does_not_take_the_first_that_fails_for_the_last()
    {
        var before = await LoneRun.On(_disk, time: _time);
        var (a, _) = (await before.Join("a"), await before.Join("b"));

        var after = await LoneRun.On(_disk, time: _time);

        Assert.True(await Fail(after, a));
        Assert.Null(after.State.Failure);
    }

    [Fact]
    public async Task Who_has_not_been_heard_for_a_lease_is_not_counted_on()
    {
        var before = await LoneRun.On(_disk, time: _time);
        var (a, _) = (await before.Join("a"), await before.Join("b"));
        var after = await LoneRun.On(_disk, time: _time);

        _time.Advance(TimeSpan.FromSeconds(LoneRun.Run.Settings.LeaseSeconds));

        Assert.False(await Fail(after, a));
        Assert.Contains("odd device", after.State.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_roll_back_those_who_have_not_joined_again_are_counted_on()
    {
        var run = await LoneRun.On(_disk, new NamedVersions(_disk), time: _time);
        var (a, b) = (await run.Join("a"), await run.Join("b"));
        await Task.WhenAll(run.HandIn(a), run.HandIn(b));
        await run.Protocol.RollBack(1, 0);

        Assert.True(await Fail(run, await run.Join("a")));
        Assert.Null(run.State.Failure);
    }

    [Fact]
    public async Task A_failure_that_is_told_twice_counts_once()
    {
        var run = await LoneRun.On(_disk, time: _time);
        var (a, b) = (await run.Join("a"), await run.Join("b"));

        Assert.True(await Fail(run, a));
        await run.Protocol.Leave(b.Trainer, b.Incarnation, "drained");

        Assert.True(await Fail(run, a));
        Assert.Null(run.State.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trainers_that_fail_in_turn_stop_the_run_unless_a_round_is_committed_in_between(bool isCommitted)
    {
        var run = await LoneRun.On(_disk, time: _time);
        var (a, b) = (await run.Join("a"), await run.Join("b"));
        Assert.True(await Fail(run, a));
        a = await run.Join("a");
        Assert.True(await Fail(run, b));
        b = await run.Join("b");
        if (isCommitted)
        {
            await Task.WhenAll(run.HandIn(a), run.HandIn(b));
            Assert.Equal(1, run.Protocol.Rounds.Round);
        }

        Assert.True(await Fail(run, a));
        await run.Join("a");

        Assert.Equal(isCommitted, await Fail(run, b));
        Assert.Equal(isCommitted, run.State.Failure is null);
    }

    [Fact]
    public async Task One_that_fails_again_and_again_does_not_stop_a_run_that_another_goes_on_with()
    {
        var run = await LoneRun.On(_disk, time: _time);
        await run.Join("a");
        for (var failures = 0; failures < 5; failures++)
        {
            Assert.True(await Fail(run, await run.Join("b")));
        }
    }

    [Fact]
    public async Task A_renewal_that_arrives_after_its_trainer_has_left_makes_nobody_a_member()
    {
        var run = await LoneRun.On(_disk, time: _time);
        var a = await run.Join("a");

        await run.Protocol.Leave(a.Trainer, a.Incarnation, "drained");

        Assert.True((await run.Protocol.Renew(a.Trainer, a.Incarnation)).Fenced);
        Assert.Empty(run.Protocol.Rounds.Members.Live);
    }

    [Fact]
    public async Task A_round_that_cannot_be_made_for_a_reason_nobody_foresaw_is_no_trainers_failure()
    {
        var versions = new OddVersions(new NamedVersions(_disk));
        var run = await LoneRun.On(_disk, versions, time: _time);
        var a = await run.Join("a");

        var answer = await run.HandIn(a);
        Assert.Equal((0, false, true), (answer.Round, answer.Fenced, answer.Training));
        Assert.Equal("round 0 can't be committed now: as odd as it gets", run.Protocol.Obstacle);

        versions.IsOdd = false;
        Assert.Equal(1, (await run.Protocol.Renew(a.Trainer, a.Incarnation)).Round);
        Assert.Null(run.Protocol.Obstacle);
    }

    private static Task<bool> Fail(LoneRun run, RoundReport trainer) => run.Protocol.Fail(trainer.Trainer, trainer.Incarnation, "an odd device");

    private sealed class OddVersions(IVersionMaker inner) : IVersionMaker
    {
        public bool IsOdd { get; set; } = true;

        public Task<PublishedVersion> Make(RunRecord run, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports) =>
            IsOdd ? throw new NotSupportedException("as odd as it gets") : inner.Make(run, version, from, reports);

        public Task<EpochStart> Copy(RunRecord run, long version, ModelVersion from) => inner.Copy(run, version, from);
    }
}
