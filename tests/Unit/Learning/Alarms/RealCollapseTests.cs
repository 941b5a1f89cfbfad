using Prcl.Images.Files;
using Prcl.Learning.Alarms;
using Prcl.Learning.Batches;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Long;
using Prcl.Unit.Learning.Training;
using Xunit;

namespace Prcl.Unit.Learning.Alarms;

/// <summary>A small network on drawn streets, healthy and with what makes it collapse.</summary>
public sealed class RealCollapseTests
{
    private const int Frames = 4, Rounds = 7;

    private static readonly TrainingSettings Settings = TinyRun.Settings with
    {
        CropHeight = 65,
        CropWidth = 97,
        Frames = new FrameSettings { WorkingSize = 97 },
        RoundSteps = 5,
        UnsupervisedThreshold = 0.5,
        LearningRate = 0.02,
    };

    [LongFact]
    public void Ordinary_learning_raises_no_alarm() => Assert.Empty(Learn(Settings));

    [LongFact]
    public void A_learning_rate_far_too_high_raises_one()
    {
        var alarm = Learn(Settings with { LearningRate = 2 })[0];

        Assert.Equal((CollapseSign.ClassShares, true), (alarm.Sign, alarm.Begins));
    }

    // A round is committed every five steps; the alarms that begin or end, in order.
    private static List<AlarmChange> Learn(TrainingSettings settings)
    {
        var frames = Enumerable.Range(0, 4 * Frames).Select(Frame).ToArray();
        using var learner = new Learner(settings, SceneClasses.List.Count, TorchSharp.torch.CPU);
        var loader = new BatchLoader<int>(settings, 255, i => frames[i], i => frames[i].Image);
        var loop = new BareLoop<int>(learner, loader, [.. Enumerable.Range(0, Frames)], [.. Enumerable.Range(Frames, 3 * Frames)], offline: false);
        var watch = new CollapseWatch(settings.Alarms, [.. SceneClasses.List.Select(c => c.Name)], new CollapseState());
        var (changes, seen, before) = (new List<AlarmChange>(), (PredictionSigns?)null, loop.Prototypes.Now());
        foreach (var (result, i) in loop.Run(Rounds * settings.RoundSteps, TestContext.Current.CancellationToken).Select((r, i) => (r, i)))
        {
            seen = seen is null ? result.Signs : result.Signs is null ? seen : seen.Plus(result.Signs);
            if (i % settings.RoundSteps == settings.RoundSteps - 1)
            {
                var figures = RoundFigures.Of(i / settings.RoundSteps, seen, PrototypeDrift.MeanDistance(before, loop.Prototypes.Now()));
                changes.AddRange(watch.Follow(figures));
                (seen, before) = (null, loop.Prototypes.Now());
            }
        }

        return changes;
    }

    private static (RgbImage Image, LabelMap Label) Frame(int number)
    {
        var scene = new StreetScenes(5, 129, 97).Draw(SceneDomain.Day, 12 * number);
        return (scene.Image, scene.Labels);
    }
}
