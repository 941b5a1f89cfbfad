using Prcl.Learning.MemoryBanks;
using Prcl.Learning.Metrics;
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
        var (labels, confidences) = LabelsAndConfidences(pixels);
        var index = new PixelIndex(labels, confidences, prototypes.Count, settings.StrongThreshold);
        var present = index.Present.Where(k => prototypes[k] is not null).ToArray();
        var queries = Anchors(index, present, key);
        if (sources.Length < 2 || queries.Length == 0)
        {
            return new ContrastTerm(zeros(1, device: device).squeeze(0).MoveToOuterDisposeScope(), present.Length, 0);
        }

        var space = new CandidateSpace(settings.Score, pixels.Variances);
        var rows = tensor(queries.SelectMany(q => q.Anchors).ToArray(), device: device);                  // [A]
        var anchorMeans = space.Means(pixels.Means.index_select(0, rows));                                // [A, D]
        var anchorVariances = AnchorVariances(pixels).index_select(0, rows);                              // [A, D]
        var gaussians = sources.ToDictionary(k => k, k => new PositiveGaussian(prototypes[k]!));
        var imagined = sources.ToDictionary(k => k, k => space.Means(Imagine(prototypes[k]!, k, step, device)));  // [V, D] each
        var drawn = bank is not null ? Remembered(bank, sources, space, key)
            : space.VirtualHaveVariance ? imagined.Select(source => (source.Key, source.Value, space.Variances(source.Value)))
            : [];
        var table = new ExtraNegatives(space.Means(pixels.Means.detach()), space.Variances(pixels.Variances.detach()), drawn);  // [P + S·V, D]
        var byClass = tensor(index.ByClass, device: device);                                              // [P]

        List<Tensor> losses = [], positiveLogits = [], negativeLogits = [];
        var effective = 0.0;
        for (var i = 0; i < queries.Length; i++)
        {
            var (classId, anchors) = queries[i];
            var positive = gaussians[classId];
            var others = Array.FindAll(present, k => k != classId);
            var probabilities = NegativeClasses.Softmax(Array.ConvertAll(others, k => Affinity(positive, gaussians[k])), AffinityTemperature);
            effective += others.Length == 0 ? 0 : EffectiveClasses.Number(probabilities);
            var negatives = Negatives(index, byClass, others, probabilities, key.With(Purpose.Negatives).With(classId));
            var query = new ContrastQuery(
                anchorMeans.narrow(0, (long)i * settings.Anchors, anchors.Length),
                anchorVariances.narrow(0, (long)i * settings.Anchors, anchors.Length),
                space.Means(positive.MeanTensor(device)),
                space.Variances(positive.VarianceTensor(device)),
                table.Means,
                table.Variances,
                table.AppendTo(negatives, classId),
                Points(imagined, classId, space),
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
            LogitParts.Average(positiveLogits)?.MoveToOuterDisposeScope(),
            LogitParts.Average(negativeLogits)?.MoveToOuterDisposeScope(),
            effective / queries.Length);
    }

    // Both in one read: float32 has every class id.
    private static (long[] Labels, float[] Confidences) LabelsAndConfidences(PixelRepresentations pixels)
    {
        var both = HostReads.Of<float>(stack([pixels.Labels.to(ScalarType.Float32), pixels.Probabilities]));
        return (Array.ConvertAll(both[..(both.Length / 2)], id => (long)id), both[(both.Length / 2)..]);
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

    // Where the variance has a loss of its own, contrast reads it and doesn't teach it: anchors are as many of a rare class as of any, and
    // what looks like a rare class would be sure of itself, though it is what is mostly wrong.
    private Tensor AnchorVariances(PixelRepresentations pixels) => settings.Variance.VarianceWeight > 0 ? pixels.Variances.detach() : pixels.Variances;

    // Cosine doesn't care how much evidence a class has; the published score does, and draws from the rarest class only.
    private double Affinity(PositiveGaussian a, PositiveGaussian b) => settings.Score.NegativeClassTemperature > 0 ? a.CosineWith(b) : a.ScoreWith(b);

    private double AffinityTemperature => settings.Score.NegativeClassTemperature > 0 ? settings.Score.NegativeClassTemperature : settings.Temperature;

    private Tensor Negatives(PixelIndex index, Tensor byClass, int[] others, double[] probabilities, RandomKey key)
    {
        var queries = settings.NegativeSharing == NegativeSharing.Class ? 1 : settings.Anchors;
        return others.Length == 0
            ? empty(queries, 0, ScalarType.Int64, byClass.device)
            : NegativeSampler.Draw(index, byClass, others, probabilities, queries * settings.Negatives, key).view(queries, settings.Negatives);  // [Q or 1, N]
    }

    private IEnumerable<(int ClassId, Tensor Means, Tensor Variances)> Remembered(MemoryBank memory, int[] sources, CandidateSpace space, RandomKey key) =>
        from k in sources
        where settings.VirtualNegatives > 0 && memory.Count(k) > 0
        let remembered = memory.Draw(k, settings.VirtualNegatives, key)
        select (k, space.Means(remembered.Means), space.Variances(remembered.Variances));

    // Virtual negatives without a variance.
    private static Tensor Points(Dictionary<int, Tensor> imagined, int classId, CandidateSpace space)
    {
        var others = imagined.Where(source => source.Key != classId).Select(source => source.Value);
        return space.VirtualHaveVariance ? others.First().narrow(0, 0, 0) : cat([.. others], 0);
    }

    private Tensor Imagine(PrototypeSums prototype, int classId, long step, Device device) =>
        settings.VirtualNegatives == 0 || bank is not null
            ? empty(0, prototype.Width, device: device)
            : tensor(_virtualNegatives.Draw(prototype, classId, step, settings.VirtualNegatives), settings.VirtualNegatives, prototype.Width, device: device);
}
