using System.Globalization;
using Prcl.Learning.Frames;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Settings;

namespace Prcl.Silo.Demo;

/// <summary>What fits into a demo of a given length on a machine of a given speed.</summary>
/// <param name="TotalSteps">Steps until the learning rate is zero.</param>
/// <param name="RoundSteps">Steps a round.</param>
/// <param name="EvaluationSeconds">Least time between two background evaluations.</param>
/// <param name="EvaluationImages">Images of a domain that such an evaluation looks at.</param>
/// <param name="UnlabelledBatch">New images a step, at most.</param>
/// <param name="ReplayBatch">Replayed images a step.</param>
/// <param name="BurnIn">Steps of supervision before pseudo-labels count; 0 where the first weights know the classes.</param>
internal sealed record DemoSchedule(long TotalSteps, int RoundSteps, double EvaluationSeconds, int EvaluationImages, int UnlabelledBatch, int ReplayBatch, long BurnIn)
{
    /// <summary>Share of the demo's time during which images arrive.</summary>
    public const double ArrivalShare = 1.0 / 3;

    // What commits, prefetching and a machine that isn't alone take.
    private const double StepShare = 0.92;
    private const int Evaluations = 6;
    private const double EvaluationShare = 0.1;
    private const int MostEvaluationImages = 20;
    private const int FewestEvaluationImages = 4;
    private const double RoundSeconds = 25;
    private const int FewestRounds = 4;
    private const int FewestSteps = 20;

    // A short run spends no more than this on learning the classes; the ramps that follow are this part of it.
    private const double BurnInShare = 1.0 / 3;
    private const int RampParts = 5;

    /// <summary>Plans.</summary>
    /// <param name="times">The machine's speed.</param>
    /// <param name="duration">From the first step to the end of training.</param>
    /// <param name="plan">The frames.</param>
    /// <param name="unlabelledImages">Unlabelled images a step, new and replayed together.</param>
    /// <param name="knowsClasses">Whether the first weights know the run's classes.</param>
    public static DemoSchedule For(StepTimes times, TimeSpan duration, DemoPlan plan, int unlabelledImages, bool knowsClasses = false)
    {
        var interval = duration.TotalSeconds / Evaluations;
        var affordable = EvaluationShare * interval / Math.Max(1e-6, times.SecondsPerEvaluation * plan.Domains.Count);
        var evaluationImages = (int)Math.Clamp(affordable, FewestEvaluationImages, MostEvaluationImages);
        var evaluating = Evaluations * times.SecondsPerEvaluation * plan.Domains.Sum(d => Math.Min(evaluationImages, d.Evaluation.Count));
        var stepping = Math.Max(0, StepShare * duration.TotalSeconds - evaluating);
        var total = Math.Max(FewestSteps, (long)(stepping / times.SecondsPerStep));

        // Whole rounds of about the same length, so that the last one isn't a stub.
        var rounds = Math.Max(FewestRounds, (long)Math.Round(total * times.SecondsPerStep / RoundSeconds));
        var roundSteps = (int)Math.Max(1, (total + rounds - 1) / rounds);

        // New images should be learned from about as fast as they arrive, so that domains are met in their order.
        var fresh = (int)Math.Clamp(Math.Ceiling(plan.Streamed.Count / (ArrivalShare * total)), Math.Min(1, unlabelledImages), unlabelledImages);
        var burnIn = knowsClasses ? 0 : Math.Min(new SelfTrainingSettings().UnsupervisedBegin, (long)(BurnInShare * total));
        return new DemoSchedule(total, roundSteps, interval, evaluationImages, fresh, unlabelledImages - fresh, burnIn);
    }

    /// <summary>The schedule as settings; what a person sets wins over them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings()
    {
        static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
        yield return new("total-steps", Text(TotalSteps));
        yield return new("round-steps", Text(RoundSteps));
        yield return new("evaluation-seconds", Text(EvaluationSeconds));
        yield return new("evaluation-images", Text(EvaluationImages));
        yield return new("unlabelled-batch", Text(UnlabelledBatch));
        yield return new("replay-batch", Text(ReplayBatch));
        yield return new("unsupervised-begin", Text(BurnIn));
        yield return new("unsupervised-ramp", Text(BurnIn / RampParts));
        yield return new("contrast-ramp-begin", Text(BurnIn / RampParts));
        yield return new("contrast-ramp-end", Text(2 * BurnIn / RampParts));
    }

    /// <summary>The settings that a demo begins with, before anything is measured.</summary>
    /// <param name="isDrawn">Whether the frames are drawn scenes, which are small and easy.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="weights">ImageNet weights, a name or a file, or null.</param>
    public static IEnumerable<KeyValuePair<string, string>> Defaults(bool isDrawn, long seed, string? weights)
    {
        var settings = new TrainingSettings() with { Schedule = Schedule.Polynomial, ReplayBudget = 1e6, Seed = seed, Weights = weights ?? "" };
        if (isDrawn)
        {
            settings = settings with { CropHeight = 129, CropWidth = 161, Frames = new FrameSettings { WorkingSize = 161 } };
        }

        var plain = SettingCatalogue.Write(new TrainingSettings());
        return SettingCatalogue.Write(settings).Where(s => plain[s.Key] != s.Value);
    }
}
