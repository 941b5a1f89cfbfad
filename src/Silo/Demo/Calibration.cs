using System.Diagnostics;
using Prcl.Grains.Devices;
using Prcl.Images.Files;
using Prcl.Learning.Batches;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using TorchSharp;

namespace Prcl.Silo.Demo;

/// <summary>
/// Times a few steps of a throw-away learner on the demo's own frames, on the thread that the trainer will have: a demo of
/// fixed length needs to know how many steps fit into it, since its learning rate falls to zero at the end.
/// </summary>
internal static class Calibration
{
    private const int WarmUpSteps = 3;
    private const int MostSteps = 12;
    private const int FewestSteps = 3;
    private const int Images = 16;
    private const int EvaluationImages = 4;

    /// <summary>Measures.</summary>
    /// <param name="settings">The run's settings.</param>
    /// <param name="plan">Gives frames.</param>
    /// <param name="thread">The thread that the trainer will have.</param>
    /// <param name="device">The device that the trainer will have.</param>
    /// <param name="patience">When to stop timing, once a few steps are made.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="HostException">The weights file is missing, damaged, or of another network.</exception>
    public static Task<StepTimes> Measure(
        TrainingSettings settings, DemoPlan plan, DeviceThread thread, torch.Device device, TimeSpan patience, CancellationToken cancellationToken) =>
        thread.Run(() => MeasureHere(settings, plan, device, patience, cancellationToken));

    private static StepTimes MeasureHere(TrainingSettings settings, DemoPlan plan, torch.Device device, TimeSpan patience, CancellationToken cancellationToken)
    {
        settings = settings.Steady();
        using var learner = RunLearner.Create(settings, plan.Classes.Count, device);
        var loader = new BatchLoader<DemoFrame>(settings, plan.Classes.Ignore, Pair, frame => Decode(frame));
        var unlabelled = plan.Streamed.Take(Images).ToArray();
        var loop = new BareLoop<DemoFrame>(learner, loader, [.. plan.Labelled.Take(Images)], unlabelled, offline: true);

        var times = new List<double>();
        long start = Stopwatch.GetTimestamp(), last = start;
        foreach (var _ in loop.Run(WarmUpSteps + MostSteps, cancellationToken))
        {
            times.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
            last = Stopwatch.GetTimestamp();
            if (times.Count >= WarmUpSteps + FewestSteps && Stopwatch.GetElapsedTime(start) > patience)
            {
                break;
            }
        }

        var segmenter = new Segmenter(settings, learner.Teacher, learner.ProbabilityHead, learner.Normalisation);
        var measured = plan.Evaluation.Take(EvaluationImages).Select(frame => TimeEvaluation(segmenter, frame, plan)).ToArray();
        return new StepTimes(Median(times.Skip(WarmUpSteps)), Median(measured), times.Count - WarmUpSteps);
    }

    private static double TimeEvaluation(Segmenter segmenter, DemoFrame frame, DemoPlan plan)
    {
        var start = Stopwatch.GetTimestamp();
        var (image, label) = Pair(frame);
        segmenter.Score(image, label, plan.Classes.Ignore, new ConfusionMatrix(plan.Classes.Count));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static (RgbImage Image, LabelMap Label) Pair(DemoFrame frame)
    {
        var read = LabelPng.Read(frame.ReadLabel!(), ImageLimits.Default);
        return (Decode(frame), read.Labels ?? throw new HostException($"{frame.Domain}/{frame.Name}: label: {read.Message}"));
    }

    private static RgbImage Decode(DemoFrame frame)
    {
        var decoded = ImageDecoder.Decode(frame.ReadImage(), ImageLimits.Default);
        return decoded.Image ?? throw new HostException($"{frame.Domain}/{frame.Name}: {decoded.Message}");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
