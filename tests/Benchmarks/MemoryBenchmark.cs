using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// Resident memory of the bare loop in the CPU profile after 50 steps and after many, each averaged over 25 steps, since a step's memory depends on when
/// the collector last ran; and bytes and time of a memory bank beside those of virtual negatives, with as many negatives a source class.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Early = 50;
    private const int Averaged = 25;

    /// <param name="steps">The last step that memory is read after, at least 100.</param>
    public static Task<object> Run(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, Early + 2 * Averaged);
        TensorThreads.Use(0);
        var negatives = new[] { Profile.Cpu, Profile.Paper }.ToDictionary(p => p.ToString().ToLowerInvariant(), Negatives);
        var (early, late) = Resident(steps);
        return Task.FromResult<object>(new
        {
            steps,
            residentMegabytesAfter50 = early,
            residentMegabytesAtTheEnd = late,
            growth = late / early - 1,
            negatives,
        });
    }

    private static (double Early, double Late) Resident(int steps)
    {
        var frames = new SceneFrames(labelled: 16, unlabelled: 64);
        using var learner = new Learner(TrainingSettings.For(Profile.Cpu).Steady(), SceneClasses.List.Count, CPU);
        var readings = new List<double>(steps);
        foreach (var _ in frames.Loop(learner).Run(steps, CancellationToken.None))
        {
            readings.Add(PeakMemory.Resident());
            if (readings.Count == Early + Averaged || readings.Count % 250 == 0 || readings.Count == steps)
            {
                Console.WriteLine($"step {readings.Count,5}: {readings.TakeLast(Averaged).Average():F0} MB resident over the last {Averaged} steps");
            }
        }

        return (readings.Skip(Early).Take(Averaged).Average(), readings.TakeLast(Averaged).Average());
    }

    private static object Negatives(Profile profile)
    {
        var classes = SceneClasses.List.Count;
        var settings = TrainingSettings.For(profile);
        using var imagined = new RepresentationCase(settings, classes);
        using var banked = new RepresentationCase(settings with { NegativeSource = NegativeSource.Bank }, classes);
        var milliseconds = Interleaved.Time(15, imagined.Run, banked.Run);

        // Λ, η and q in double, n and the clock: what there is for positives anyway.
        var prototypes = imagined.Prototypes.Sum(p => (3L * p!.Width + 2) * sizeof(double));
        var (virtualMs, bankMs) = (Interleaved.Median(milliseconds[0]), Interleaved.Median(milliseconds[1]));
        Console.WriteLine(
            $"{profile}: {classes} classes, D {settings.RepresentationWidth}, M {settings.BankSize}: bank {banked.Bank!.Bytes / 1e6:F2} MB, {bankMs:F1} ms a step; "
            + $"prototypes {prototypes / 1e6:F3} MB, {virtualMs:F1} ms a step");
        return new
        {
            bankBytes = banked.Bank.Bytes,
            prototypeBytes = prototypes,
            bytesBankOverPrototypes = (double)banked.Bank.Bytes / prototypes,
            bankMilliseconds = bankMs,
            virtualMilliseconds = virtualMs,
            millisecondsBankOverVirtual = Interleaved.MedianRatio(milliseconds[1], milliseconds[0]),
        };
    }
}
