using System.Diagnostics;
using System.Globalization;
using Prcl.Long;
using Xunit;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>
/// Thousands of seeded schedules of the real protocol classes. A violation prints its seed; <c>PRCL_MODEL_SEED=n</c> replays
/// that schedule alone and prints its story, <c>PRCL_MODEL_SCHEDULES=n</c> changes how many are run. That it can fail was
/// tried by breaking the protocol's rules one at a time (<c>docs/reliability-model.md</c>, mutations).
/// </summary>
public sealed class ProtocolModelTests
{
    private static readonly int Schedules = LongTests.AreFull ? 10_000 : LongTests.AreRun ? 2_000 : 500;
    private const int Told = 20;

    [Fact]
    public void Whatever_is_lost_repeated_reordered_or_killed_what_is_committed_adds_up()
    {
        if (Number("PRCL_MODEL_SEED") is { } replayed)
        {
            Replay(replayed);
            return;
        }

        var (start, picks, rounds, faults, images, forgotten, rewinds, deletions) = (Stopwatch.GetTimestamp(), 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        var schedules = Number("PRCL_MODEL_SCHEDULES") ?? Schedules;
        var violations = new List<string>();
        for (var seed = 0; seed < schedules; seed++)
        {
            var schedule = new Schedule(seed);
            if (schedule.Run() is { } violation)
            {
                violations.Add($"seed {seed}: {violation}");
            }

            var world = schedule.World;
            (picks, rounds, faults, images) = (picks + world.Scheduler.Picks, rounds + world.Oracle.History.Count, faults + world.Faults.Drawn, images + world.Oracle.Acknowledged);
            forgotten += world.Oracle.History.Count - world.Oracle.Kept;
            (rewinds, deletions) = (rewinds + world.Oracle.History.Count(m => m.Rewind is not null), deletions + world.Oracle.Deleted);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{schedules} schedules, {picks} steps, {faults} faults, {rounds} rounds committed ({rewinds} of them roll-backs, {forgotten} removed since), {images} images and labels and {deletions} deletions acknowledged, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));

        Assert.True(violations.Count == 0, $"{violations.Count} schedules violate the protocol; replay one with PRCL_MODEL_SEED=n.\n{string.Join('\n', violations.Take(Told))}");

        // They must have met what they are about.
        Assert.True(
            rounds > 2L * schedules && faults > 5L * schedules && images > 5L * schedules && forgotten > schedules / 2 && rewinds > schedules / 2 && deletions > schedules / 2,
            $"{rounds} {faults} {images} {forgotten} {rewinds} {deletions}");
    }

    [Fact]
    public void A_seed_tells_the_same_story_again()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            List<string> first = [], second = [];
            Schedule a = new(seed, first), b = new(seed, second);
            a.Run();
            b.Run();
            Assert.Equal(a.World.Scheduler.Fingerprint, b.World.Scheduler.Fingerprint);
            Assert.Equal(first, second);
        }
    }

    private static void Replay(int seed)
    {
        var trace = new List<string>();
        var violation = new Schedule(seed, trace).Run();
        foreach (var line in trace)
        {
            TestContext.Current.TestOutputHelper!.WriteLine(line);
        }

        Assert.True(violation is null, $"seed {seed}: {violation}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
