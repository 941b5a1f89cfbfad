using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>Rounds of trainers that differ in speed, in a time of their own.</summary>
public sealed class StragglerTests
{
    private const int FastSeconds = 20, DeadlineSeconds = 30, SlowSeconds = 10 * FastSeconds, Rounds = 40;
    private readonly FakeTimeProvider _time = new();
    private readonly RunRecord _run = new(new RunDescription(
        "run", Street.Classes.ToJson(), TestRun.Settings(("round-deadline-seconds", $"{DeadlineSeconds}"), ("lease-seconds", "30")), DateTime.UnixEpoch, 0));

    [Fact]
    public async Task A_straggler_at_a_tenth_of_the_speed_holds_no_round_beyond_its_deadline()
    {
        var disk = new MemoryBlobStore();
        var committed = new List<RoundManifest>();
        var keeper = new RoundKeeper(_run, new RoundHistory(disk), new NamedVersions(disk), _time, committed.Add);
        await keeper.Open(0);
        RoundAssignment Join(long incarnation) => keeper.Assignment(incarnation, fenced: false, training: true);
        var (fast, slow) = (Join(1), Join(2));
        int fastDone = FastSeconds, slowDone = SlowSeconds;
        var opened = _time.GetUtcNow();
        var longest = TimeSpan.Zero;
        for (var second = 0; committed.Count < Rounds; second++)
        {
            keeper.Members.Renew("fast", 1);
            keeper.Members.Renew("slow", 2);
            (fast, fastDone) = HandIn(keeper, "fast", fast, second, fastDone, FastSeconds);
            (slow, slowDone) = HandIn(keeper, "slow", slow, second, slowDone, SlowSeconds);
            if (await keeper.CloseIfPossible())
            {
                var now = _time.GetUtcNow();
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (now - opened).Ticks));
                opened = now;
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // A round lasts as long as the fast trainer's steps and the deadline after its report, never as long as the straggler's steps.
        Assert.InRange(longest.TotalSeconds, FastSeconds + DeadlineSeconds - 1, FastSeconds + DeadlineSeconds + 1);
        Assert.All(committed, manifest => Assert.Contains(manifest.Reports, r => r.Trainer == "fast" && r.Round == manifest.Round));
    }

    [Fact]
    public async Task A_late_joiner_starts_from_the_newest_version_and_is_waited_for_from_then_on()
    {
        var disk = new MemoryBlobStore();
        var keeper = new RoundKeeper(_run, new RoundHistory(disk), new NamedVersions(disk), _time, _ => { });
        await keeper.Open(0);
        keeper.Members.Renew("first", 1);
        for (var round = 0; round < 3; round++)
        {
            keeper.Take(Report("first", 1, round));
            Assert.True(await keeper.CloseIfPossible());
        }

        keeper.Members.Renew("late", 2);
        var joined = keeper.Assignment(2, fenced: false, training: true);
        keeper.Take(Report("first", 1, 3));

        Assert.Equal((3, 3, ModelStore.Weights("run", 2, 1), 60, 15), (joined.Round, joined.Version, joined.ModelBlob, joined.Clock, joined.StepsDone));
        Assert.False(await keeper.CloseIfPossible());
        keeper.Take(Report("late", 2, 3));
        Assert.True(await keeper.CloseIfPossible());
        Assert.Equal(2, keeper.Last!.Reports.Length);
    }

    // A trainer that is done hands in each second until its round is committed, then begins the open one.
    private static (RoundAssignment Round, int Done) HandIn(RoundKeeper keeper, string trainer, RoundAssignment round, int now, int done, int seconds)
    {
        if (now < done)
        {
            return (round, done);
        }

        keeper.Take(Report(trainer, round.Incarnation, round.Round));
        return keeper.Round > round.Round ? (keeper.Assignment(round.Incarnation, fenced: false, training: true), now + seconds) : (round, done);
    }

    private static RoundReport Report(string trainer, long incarnation, long round) =>
        new(trainer, incarnation, 0, round, ModelStore.Weights("run", round, incarnation), 5, 20, []);
}
