using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>
/// Thousands of seeded schedules of the real protocol classes. A violation prints its seed; <c>PRCL_MODEL_SEED=n</c> replays
/// that schedule alone and prints its story, <c>PRCL_MODEL_SCHEDULES=n</c> changes how many are run. That it can fail was
/// tried by breaking the protocol's rules one at a time (<c>docs/reliability-model.md</c>, mutations).
/// </summary>
public sealed class ProtocolModelTests
{
    private const int Schedules = 10_000;

    [Fact]
    public void Whatever_is_lost_repeated_reordered_or_killed_what_is_committed_adds_up()
    {
        if (Number("PRCL_MODEL_SEED") is { } replayed)
        {
            Replay(replayed);
            return;
        }

        var (start, picks, rounds, faults, images, forgotten) = (Stopwatch.GetTimestamp(), 0L, 0L, 0L, 0L, 0L);
        var schedules = Number("PRCL_MODEL_SCHEDULES") ?? Schedules;
        for (var seed = 0; seed < schedules; seed++)
        {
            var schedule = new Schedule(seed);
            var violation = schedule.Run();
            Assert.True(violation is null, $"seed {seed}: {violation}\nReplay with PRCL_MODEL_SEED={seed}.");
            var world = schedule.World;
            (picks, rounds, faults, images) = (picks + world.Scheduler.Picks, rounds + world.Oracle.History.Count, faults + world.Faults.Drawn, images + world.Oracle.Acknowledged);
            forgotten += world.Oracle.History.Count - world.Oracle.Kept;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{schedules} schedules, {picks} steps, {faults} faults, {rounds} rounds committed ({forgotten} removed since), {images} images and labels acknowledged, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));

        // They must have met what they are about.
        Assert.True(rounds > 2L * schedules && faults > 5L * schedules && images > 5L * schedules && forgotten > schedules / 2, $"{rounds} {faults} {images} {forgotten}");
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
            Assert.Equal(first.Count, second.Count);
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
