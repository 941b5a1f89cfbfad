using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Prototypes;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Pictures;
using Prcl.Silo.Reports;

namespace Prcl.Silo.Demo;

/// <summary>What is asked of the cluster once training has ended: final figures, predictions, virtual negatives.</summary>
/// <param name="grains">Reaches the cluster.</param>
/// <param name="plan">The frames.</param>
/// <param name="record">Takes the answers.</param>
internal sealed class DemoFinish(IGrainFactory grains, DemoPlan plan, DemoRecord record)
{
    private const int VirtualNegatives = 40;
    private const int FramesPerDomain = 2;
    private const int MostFrames = 12;
    private const int LookedAtPerDomain = 8;
    private const int Doubtful = 4;
    private const int ScoreBatch = 4;
    private const string Run = DemoSession.RunName;

    private readonly IEvaluatorGrain _evaluator = grains.GetGrain<IEvaluatorGrain>(Run);

    /// <summary>Measures the last version, and the frozen one beside it, on every evaluation frame.</summary>
    public async Task Evaluate(CancellationToken cancellationToken)
    {
        await foreach (var result in _evaluator.EvaluateNow(null).WithCancellation(cancellationToken))
        {
            record.Final.Add(result);
        }

        if (record.Status?.Aliases.TryGetValue("baseline", out var baseline) is true)
        {
            await foreach (var result in _evaluator.EvaluateNow(baseline).WithCancellation(cancellationToken))
            {
                record.Frozen.Add(result);
            }
        }
    }

    /// <summary>Measures the last version on a folder that has not been looked at before.</summary>
    public async Task EvaluateExtra(DemoDomain extra, CancellationToken cancellationToken)
    {
        var confusion = new ConfusionMatrix(plan.Classes.Count);
        EvaluationResult? last = null;
        var images = 0;
        foreach (var batch in extra.Evaluation.Chunk(ScoreBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImagePush[] pushes = [.. batch.Select(f => f.Evaluation())];
            last = await _evaluator.Score(pushes, last?.Version);
            confusion.Add(last.Confusion);
            images += last.Images;
        }

        record.Extra.Add(last! with
        {
            Domain = extra.Name,
            Images = images,
            MeanIou = 100 * confusion.MeanIou(),
            PerClassIou = Array.ConvertAll(confusion.Iou(), v => 100 * v),
            Confusion = confusion.Counts,
        });
    }

    /// <summary>Predicts evaluation frames of every domain, keeps a few of each, and those most in doubt.</summary>
    public async Task Predict()
    {
        var each = Math.Clamp(MostFrames / plan.Domains.Count, 1, FramesPerDomain);
        var predicted = new List<(double Doubt, PredictedFrame Frame)>();
        foreach (var domain in plan.Domains)
        {
            var shown = Spaced(domain.Evaluation, each).ToHashSet();
            foreach (var frame in Spaced(domain.Evaluation, LookedAtPerDomain).Union(shown))
            {
                predicted.Add(await Predict(frame));
                if (shown.Contains(frame))
                {
                    record.Frames.Add(predicted[^1].Frame);
                }
            }
        }

        record.Doubts.AddRange(predicted.OrderByDescending(p => p.Doubt).Take(Doubtful).Select(p => p.Frame));
    }

    private async Task<(double Doubt, PredictedFrame Frame)> Predict(DemoFrame frame)
    {
        var push = frame.Evaluation();
        var answer = await grains.GetGrain<IPredictorGrain>(Run)
            .Predict(new PredictRequest(push.Name, push.Image, PredictionPictures.Index | PredictionPictures.Uncertainty, null));
        var doubt = LabelPng.Read(answer.UncertaintyValuesPng!, ImageLimits.Default).Labels!;
        return (answer.MeanUncertainty, new PredictedFrame(
            $"{frame.Domain} / {frame.Name}, version {answer.Version}, mean doubt {answer.MeanUncertainty:0.000}",
            Decode(push.Image),
            LabelPng.Read(push.Label!, ImageLimits.Default).Labels!,
            LabelPng.Read(answer.IndexPng!, ImageLimits.Default).Labels!,
            HeatMap.Render(Array.ConvertAll(doubt.Ids, v => (float)v / ushort.MaxValue), doubt.Width, doubt.Height, 0, 1)));
    }

    /// <summary>Asks every prototype for virtual negatives.</summary>
    public async Task DrawVirtualNegatives()
    {
        var drawn = await Task.WhenAll(record.Prototypes.Select(p =>
            grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(Run, p.ClassId)).VirtualNegatives(record.Steps, VirtualNegatives)));
        record.VirtualNegatives = [.. drawn.Zip(record.Prototypes, (values, p) => p.Mean.Length == 0 ? [] : values.Chunk(p.Mean.Length).Select(v => Array.ConvertAll(v, x => (double)x)).ToArray())];
    }

    private static IEnumerable<DemoFrame> Spaced(IReadOnlyList<DemoFrame> frames, int count) =>
        Enumerable.Range(0, Math.Min(count, frames.Count)).Select(i => frames[(int)((2L * i + 1) * frames.Count / (2L * Math.Min(count, frames.Count)))]);

    private static RgbImage Decode(byte[] file)
    {
        var decoded = ImageDecoder.Decode(file, ImageLimits.Default);
        return decoded.Image ?? throw new InvalidDataException(decoded.Message);
    }
}
