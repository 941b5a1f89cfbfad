using Prcl.Learning.MemoryBanks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Prcl.Learning.Sampling;
using Prcl.Learning.Scalars;
using Prcl.Learning.Settings;
using Prcl.Learning.VirtualNegatives;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>
/// L_c of a step (<c>docs/method.md</c>, section 4): for each present class anchors, positive, negatives and virtual negatives,
/// then the mean over the present classes.
/// </summary>
/// <param name="settings">Q, N, V, r, τ, thresholds.</param>
/// <param name="kernel">How a class's loss is computed.</param>
/// <param name="bank">Where negatives beyond the step's pixels come from; null for virtual ones from the prototypes.</param>
public sealed class ContrastiveLoss(TrainingSettings settings, IContrastKernel kernel, MemoryBank? bank = null)
{
    private readonly VirtualNegativeSampler _virtualNegatives = new(settings.Seed, settings.VirtualRadius, settings.VirtualSpread);

    /// <summary>The loss and what it was made of.</summary>
    /// <param name="pixels">The step's valid pixels.</param>
    /// <param name="prototypes">The prototype of each class after this step's update; null for classes without (enough) evidence.</param>
    /// <param name="key">The step's randomness.</param>
    /// <param name="step">Steps since the run began, for virtual negatives.</param>
    /// <returns>A scalar; 0 without gradient when fewer than two classes have evidence or no class has a hard pixel.</returns>
    public ContrastTerm Of(PixelRepresentations pixels, IReadOnlyList<PrototypeSums?> prototypes, RandomKey key, long step)
    {
        using var scope = NewDisposeScope();
        var device = pixels.Means.device;
        var sources = Enumerable.Range(0, prototypes.Count).Where(k => prototypes[k] is not null).ToArray();
        var index = new PixelIndex(
            pixels.Labels.cpu().data<long>().ToArray(), pixels.Probabilities.cpu().data<float>().ToArray(), prototypes.Count, settings.StrongThreshold);
        var present = index.Present.Where(k => prototypes[k] is not null).ToArray();
        var queries = Anchors(index, present, key);
        if (sources.Length < 2 || queries.Length == 0)
        {
            return new ContrastTerm(zeros(1, device: device).squeeze(0).MoveToOuterDisposeScope(), present.Length, 0);
        }

        var rows = tensor(queries.SelectMany(q => q.Anchors).ToArray(), device: device);                 // [A]
        var anchorMeans = MutualLikelihood.Normalise(pixels.Means.index_select(0, rows));                 // [A, D]
        var anchorVariances = pixels.Variances.index_select(0, rows);                                     // [A, D]
        var pixelMeans = MutualLikelihood.Normalise(pixels.Means.detach());                               // [P, D]
        var pixelVariances = pixels.Variances.detach();                                                   // [P, D]
        var banked = bank is null ? null : new BankNegatives(bank, sources, settings.VirtualNegatives, pixelMeans, pixelVariances, key);
        var byClass = tensor(index.ByClass, device: device);                                              // [P]
        var gaussians = sources.ToDictionary(k => k, k => new PositiveGaussian(prototypes[k]!));
        var imagined = sources.ToDictionary(k => k, k => Imagine(prototypes[k]!, k, step, device));       // [V, D] each

        List<Tensor> losses = [], positiveLogits = [], negativeLogits = [];
        for (var i = 0; i < queries.Length; i++)
        {
            var (classId, anchors) = queries[i];
            var positive = gaussians[classId];
            var negatives = Negatives(index, byClass, present, gaussians, classId, key);
            var query = new ContrastQuery(
                anchorMeans.narrow(0, (long)i * settings.Anchors, anchors.Length),
                anchorVariances.narrow(0, (long)i * settings.Anchors, anchors.Length),
                positive.MeanTensor(device),
                positive.VarianceTensor(device),
                banked?.Means ?? pixelMeans,
                banked?.Variances ?? pixelVariances,
                banked?.AppendTo(negatives, classId) ?? negatives,
                cat([.. sources.Where(k => k != classId).Select(k => imagined[k])], 0),
                settings.Temperature);
            losses.Add(kernel.Loss(query));
            positiveLogits.Add(LogitParts.Mean(query.AnchorMeans, query.AnchorVariances, query.PositiveMean, query.PositiveVariance, query.Temperature));
            if (query.NegativeIndices.shape[1] > 0)
            {
                negativeLogits.Add(NegativeLogit(query));
            }
        }

        return new ContrastTerm(
            stack(losses).sum().div(Held.Number((long)present.Length)).MoveToOuterDisposeScope(),
            present.Length,
            queries.Length,
            LogitParts.Average(positiveLogits),
            LogitParts.Average(negativeLogits));
    }

    // One negative an anchor: its first, or of shared ones a different one for each as far as they go.
    private static Tensor NegativeLogit(ContrastQuery query)
    {
        using var scope = NewDisposeScope();
        var shared = query.NegativeIndices.shape[0] == 1;
        var rows = shared ? query.NegativeIndices.select(0, 0) : query.NegativeIndices.select(1, 0);      // [N] or [Q]
        var pairs = Math.Min(rows.shape[0], query.AnchorMeans.shape[0]);
        rows = rows.narrow(0, 0, pairs);
        return LogitParts.Mean(
            query.AnchorMeans.narrow(0, 0, pairs),
            query.AnchorVariances.narrow(0, 0, pairs),
            query.PixelMeans.index_select(0, rows),
            query.PixelVariances.index_select(0, rows),
            query.Temperature).MoveToOuterDisposeScope();
    }

    private (int ClassId, long[] Anchors)[] Anchors(PixelIndex index, int[] present, RandomKey key) =>
    [
        .. from k in present
           let anchors = AnchorSampler.Draw(index.HardOf(k), settings.Anchors, key.With(Purpose.Anchors).With(k).ToRandom())
           where anchors.Length > 0
           select (k, anchors),
    ];

    private Tensor Negatives(PixelIndex index, Tensor byClass, int[] present, Dictionary<int, PositiveGaussian> gaussians, int classId, RandomKey key)
    {
        var others = Array.FindAll(present, k => k != classId);
        var queries = settings.NegativeSharing == NegativeSharing.Class ? 1 : settings.Anchors;
        if (others.Length == 0)
        {
            return empty(queries, 0, ScalarType.Int64, byClass.device);
        }

        var scores = Array.ConvertAll(others, k => gaussians[classId].ScoreWith(gaussians[k]));
        var cumulative = NegativeSampler.Cumulative(scores, settings.Temperature);
        return NegativeSampler.Draw(index, byClass, others, cumulative, queries * settings.Negatives, key.With(Purpose.Negatives).With(classId))
            .view(queries, settings.Negatives);  // [Q or 1, N]
    }

    private Tensor Imagine(PrototypeSums prototype, int classId, long step, Device device) =>
        settings.VirtualNegatives == 0 || bank is not null
            ? empty(0, prototype.Width, device: device)
            : MutualLikelihood.Normalise(
                tensor(_virtualNegatives.Draw(prototype, classId, step, settings.VirtualNegatives), settings.VirtualNegatives, prototype.Width, device: device));
}
