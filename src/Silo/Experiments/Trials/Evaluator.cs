using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Training;
using Prcl.Learning.Uncertainty;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Results;
using static TorchSharp.torch;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Measures a learner on the domains of an experiment.</summary>
/// <param name="plan">What is tried.</param>
/// <param name="frames">The images.</param>
/// <param name="learner">What is measured; its teacher is what gets published.</param>
/// <param name="prototypes">Its prototypes.</param>
/// <param name="options">What is measured when.</param>
internal sealed class Evaluator(TrialPlan plan, FrameSet frames, Learner learner, PrototypeTable prototypes, EvaluationOptions options)
{
    private const int PseudoLabelFrames = 12;
    private const int StatisticsFrames = 32;
    private const int StatisticsBatch = 8;
    private const int PicturesEach = 3;

    private readonly EvaluationPictures _pictures = new(frames);

    /// <summary>A few frames of each domain as they were segmented after the last phase; null before.</summary>
    public RgbImage? Pictures => _pictures.Render($"{plan.Arm.Name}, seed {plan.Settings.Seed}");

    /// <summary>
    /// A row for each domain. What costs much is measured once: the student and every domain's pseudo-labels after the last phase, before that
    /// only the pseudo-labels of the domain that has just come.
    /// </summary>
    /// <param name="phase">From 0.</param>
    /// <param name="isLast">Whether training has ended.</param>
    /// <param name="cancellationToken">Stops between two domains.</param>
    public IReadOnlyList<ResultRow> Measure(int phase, bool isLast, CancellationToken cancellationToken)
    {
        var rows = new List<ResultRow>();
        foreach (var domain in isLast ? frames.Domains.Concat(frames.Unseen) : frames.Domains)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(Measure(domain, phase, isLast));
        }

        return rows;
    }

    private ResultRow Measure(FrameDomain domain, int phase, bool isLast)
    {
        using var scope = NewDisposeScope();
        var row = new ResultRow(new ResultKey(plan.Arm.Name, plan.Settings.Seed, phase + 1, domain.Name));
        row["arrives"] = Arrival(domain) is { } arrival ? arrival + 1 : double.NaN;
        row["steps"] = learner.Steps;
        row["images_seen"] = double.NaN;
        var measures = Look(domain, isLast);
        row["miou"] = measures.MeanIou;
        row["miou_teacher"] = measures.MeanIou;
        row["miou_student"] = isLast ? 100 * Confusion(learner.Student, domain).LabelledMeanIou() : double.NaN;
        measures.WriteTo(row);
        measures.WriteClassesTo(row);
        if (isLast || Arrival(domain) == phase)
        {
            PseudoLabels(domain, row);
        }

        if (isLast)
        {
            Blended(domain, row);
        }

        return row;
    }

    // The phase, from 0, in which a domain's images come; null of one that streams nothing.
    private int? Arrival(FrameDomain domain) => frames.Unseen.Contains(domain) ? null
        : plan.Protocol.Offline ? 0
        : frames.Domains.TakeWhile(d => d != domain).Count();

    // The published network: the teacher, if the arm says so with statistics of the domain.
    private DomainMeasures Look(FrameDomain domain, bool isLast)
    {
        using var blend = plan.Arm.BatchNormShare > 0 && domain.Streamed.Count > 1 ? BatchNormBlend.Measure(learner.Teacher, Clean(domain)) : null;
        blend?.Apply(plan.Arm.BatchNormShare);
        using var scope = NewDisposeScope();
        using var maps = new DoubtMaps(prototypes.Now(), learner.Device);
        var measures = new DomainMeasures(frames, Check(), maps, plan.Settings.RepresentationWidth, isLast ? Enum.GetValues<Doubt>() : [Doubt.Confidence, Doubt.Variance]);
        var shown = Spaced(domain.Evaluation, PicturesEach).ToHashSet();
        foreach (var frame in domain.Evaluation)
        {
            var segmentation = measures.Add(frame, observer => Segmenter(learner.Teacher, maps, observer));
            if (isLast && shown.Contains(frame))
            {
                _pictures.Add(frame, segmentation);
            }
        }

        return measures;
    }

    private void Blended(FrameDomain domain, ResultRow row)
    {
        if (options.BatchNormShares.Count == 0 || domain.Streamed.Count < 2)
        {
            return;
        }

        using var blend = BatchNormBlend.Measure(learner.Teacher, Clean(domain));
        foreach (var share in options.BatchNormShares)
        {
            blend.Apply(share);
            row[$"miou_bn_{(int)Math.Round(100 * share)}"] = 100 * Confusion(learner.Teacher, domain).LabelledMeanIou();
        }
    }

    // Of streamed frames that have a label on disk, which training doesn't see; as training makes them (or would, if the arm used any), but of
    // the whole frame and with the teacher in evaluation mode.
    private void PseudoLabels(FrameDomain domain, ResultRow row)
    {
        using var scope = NewDisposeScope();
        var isChecked = plan.Settings is { UnsupervisedWeight: > 0, SelfTraining.PseudoLabelCheck: PseudoLabelCheck.Prototype };
        var check = isChecked ? Check() : null;
        var quality = new PseudoLabelQuality(frames.Classes.Count);
        foreach (var frame in Spaced([.. domain.Streamed.Where(f => f.LoadLabel is not null)], PseudoLabelFrames))
        {
            var (image, truth, nearest) = (frame.Load(), frame.LoadLabel!(), Array.Empty<long>());
            var segmentation = Segmenter(
                learner.Teacher,
                observer: (output, _, _) => nearest = check?.Nearest(output.Means, image.Height, image.Width).cpu().data<long>().ToArray() ?? []).Segment(image, withUncertainty: check is not null);
            bool Counts(int pixel) => segmentation.Confidence[pixel] >= plan.Settings.UnsupervisedThreshold
                && (check is null || nearest[pixel] == segmentation.Labels.Ids[pixel]);
            quality.Add(
                [.. segmentation.Labels.Ids.Select((id, pixel) => Counts(pixel) ? id : -1L)],
                [.. truth.Ids.Select(id => id == frames.Classes.Ignore ? -1L : id)]);
        }

        row["pseudo_precision"] = 100 * quality.Precision();
        row["pseudo_coverage"] = 100 * quality.Coverage();
        foreach (var ((precision, coverage), info) in quality.ClassPrecision().Zip(quality.ClassCoverage()).Zip(frames.Classes.Classes))
        {
            row[$"pseudo_precision_{info.Name}"] = 100 * precision;
            row[$"pseudo_coverage_{info.Name}"] = 100 * coverage;
        }
    }

    private PrototypeCheck Check() => new(prototypes.Now(), learner.Device);

    private ConfusionMatrix Confusion(SegmentationNetwork network, FrameDomain domain)
    {
        var confusion = new ConfusionMatrix(frames.Classes.Count);
        foreach (var frame in domain.Evaluation)
        {
            Segmenter(network).Score(frame.Load(), frame.LoadLabel!(), frames.Classes.Ignore, confusion);
        }

        return confusion;
    }

    // Streamed frames as the network sees them in evaluation; those of one size together, since a batch has one.
    private IEnumerable<Tensor> Clean(FrameDomain domain)
    {
        var size = plan.Settings.WorkingSize();
        var images = Spaced(domain.Streamed, StatisticsFrames).Select(f => size.Apply(f.Load())).GroupBy(i => (i.Width, i.Height));
        foreach (var chunk in images.SelectMany(g => g.Chunk(StatisticsBatch)).Where(c => c.Length > 1))
        {
            using var scope = NewDisposeScope();
            yield return learner.Normalisation.Apply(stack(chunk.Select(ImageTensor.FromImage)).to(learner.Device));  // [B, 3, H, W]
        }
    }

    private Segmenter Segmenter(SegmentationNetwork network, DoubtMaps? doubts = null, Action<SegmentationOutput, Tensor, Tensor>? observer = null) =>
        new(plan.Settings, network, learner.ProbabilityHead, learner.Normalisation) { Doubts = doubts, Observer = observer };

    private static IReadOnlyList<Frame> Spaced(IReadOnlyList<Frame> all, int count) =>
        all.Count <= count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * (all.Count - 1) / (count - 1))])];
}
