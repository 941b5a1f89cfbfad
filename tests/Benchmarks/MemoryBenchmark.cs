using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// Resident memory of the bare loop in the CPU profile, at smaller crops so that many steps take minutes, after 50 steps and after many; and bytes and time of a memory bank beside those of
/// virtual negatives, with as many negatives a source class.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Early = 50;

    /// <param name="steps">The last step that memory is read after, more than 50.</param>
    public static Task<object> Run(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(steps, Early);
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
        var settings = TrainingSettings.For(Profile.Cpu) with { CropHeight = 97, CropWidth = 129, InferenceHeight = 97, InferenceWidth = 129 };
        using var learner = new Learner(settings, SceneClasses.List.Count, CPU);
        double early = 0, now = 0;
        foreach (var _ in frames.Loop(learner).Run(steps, CancellationToken.None))
        {
            if (learner.Steps == Early || learner.Steps % 250 == 0 || learner.Steps == steps)
            {
                now = PeakMemory.Resident();
                early = learner.Steps <= Early ? now : early;
                Console.WriteLine($"step {learner.Steps,5}: {now:F0} MB resident");
            }
        }

        return (early, now);
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
