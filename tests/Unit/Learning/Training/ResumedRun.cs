using Prcl.Learning.Checkpoints;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using TorchSharp;

namespace Prcl.Unit.Learning.Training;

/// <summary>
/// Twenty steps of the bare loop on a stream of scenes, whole or from the tenth on. Step 10 lies in the middle of a round,
/// with pulled and own sums, replay and forgetting.
/// </summary>
internal static class ResumedRun
{
    public const int Stop = 10, Steps = 20;

    /// <summary>The settings of a run without more ado.</summary>
    public static TrainingSettings Settings { get; } = TinyRun.Settings with { Prototypes = TinyRun.Settings.Prototypes with { HalfLife = 60 }, Seed = 3 };

    /// <summary>Makes all steps; the checkpoints after step 10 (while the run goes on) and after step 20.</summary>
    public static (byte[] Middle, byte[] End) Whole(TrainingSettings settings) => AtTwoThreads(() =>
    {
        using var learner = TinyRun.Learner(settings);
        var loop = Loop(learner);
        byte[] middle = [];
        foreach (var _ in loop.Run(Steps, CancellationToken.None))
        {
            if (learner.Steps == Stop)
            {
                middle = Save(loop);
            }
        }

        return (middle, Save(loop));
    });

    /// <summary>Makes the last ten steps with a new learner.</summary>
    public static byte[] From(byte[] checkpoint, TrainingSettings settings) => AtTwoThreads(() =>
    {
        using var learner = TinyRun.Learner(settings);
        var loop = Loop(learner);
        using var state = NamedTensors.Load(checkpoint);
        loop.Restore(state);
        foreach (var _ in loop.Run(Steps - Stop, CancellationToken.None))
        {
        }

        return Save(loop);
    });

    private static BareLoop<int> Loop(Learner learner) =>
        new(learner, TinyRun.Loader(learner.Settings), [0, 1, 2, 3, 4], [.. Enumerable.Range(100, 15)], offline: false);

    private static byte[] Save(BareLoop<int> loop)
    {
        using var state = loop.Capture();
        using var stream = new MemoryStream();
        state.Save(stream);
        return stream.ToArray();
    }

    // Sums of floats hang on how many threads share them.
    private static T AtTwoThreads<T>(Func<T> work)
    {
        var threads = torch.get_num_threads();
        torch.set_num_threads(2);
        try
        {
            return work();
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }
}
