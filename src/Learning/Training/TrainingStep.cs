using Prcl.Learning.Augmentation;
using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Prcl.Learning.Losses;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using Prcl.Learning.Schedules;
using Prcl.Learning.Settings;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>One training step of PRCL (<c>docs/method.md</c>, section 2), top to bottom.</summary>
public sealed class TrainingStep
{
    private readonly Learner _learner;
    private readonly TrainingSettings _settings;
    private readonly StrongAugmentation _augmentation;
    private readonly ContrastiveLoss _contrast;
    private readonly RunningStatistics _statistics;
    private readonly Tensor[] _parameters;

    /// <summary>Prepares steps of a learner.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="kernel">How the contrastive loss of a class is computed; null for the fused one.</param>
    public TrainingStep(Learner learner, IContrastKernel? kernel = null)
    {
        (_learner, _settings) = (learner, learner.Settings);
        _augmentation = new StrongAugmentation(_settings.Augmentation());
        _contrast = new ContrastiveLoss(_settings, kernel ?? new FusedContrastKernel(), learner.Bank);
        _statistics = new RunningStatistics(learner);
        _parameters = [.. learner.Student.parameters(), .. learner.ProbabilityHead.parameters()];
    }

    /// <summary>Makes the step; merges its class sums into <paramref name="prototypes"/>.</summary>
    /// <remarks>
    /// A step whose loss or gradient isn't finite changes nothing of the learner but <see cref="Learner.Steps"/>: no weight,
    /// no momentum, no running statistics. Class sums of it that are finite count; others are refused.
    /// </remarks>
    /// <param name="batch">What to train on.</param>
    /// <param name="prototypes">The prototypes that the step adds to and contrasts with.</param>
    /// <param name="at">Where in the run the step stands.</param>
    public StepResult Run(StepBatch batch, PrototypeTable prototypes, StepPosition at)
    {
        using var scope = NewDisposeScope();
        var key = at.Key(_settings.Seed);
        var step = _learner.Steps;
        var (student, device) = (_learner.Student, _learner.Device);
        var statistics = _statistics.Copy();
        TeacherAverage.SetStatisticsPace(_learner.Teacher, step, _settings.TeacherDecay);

        // Pseudo-labels, then strong augmentation of image, label and confidence together.
        using var unlabelled = PseudoLabelled(batch, key);

        // The student on the labelled batch, then on the augmented one.
        var label = batch.Labelled.Labels.to(device);                                                     // [B, H, W]
        var output = student.call(_learner.Normalisation.Apply(batch.Labelled.Images.to(device)));
        var supervised = SupervisedLoss.Of(Upsample(output.Logits, label), label);
        var total = supervised;

        if (unlabelled is null)
        {
            RefreshTeacherStatistics(batch);
        }

        Tensor? unsupervised = null, pseudoLabel = null, confidence = null;
        SegmentationOutput? strong = null;
        var coverage = 0.0;
        if (unlabelled is not null)
        {
            (pseudoLabel, confidence) = (unlabelled.Labels.to(device), unlabelled.Confidence!.to(device));
            strong = student.call(_learner.Normalisation.Apply(unlabelled.Images.to(device)));
            unsupervised = UnsupervisedLoss.Of(Upsample(strong.Logits, pseudoLabel), pseudoLabel, confidence, _settings.UnsupervisedThreshold);
            total = total.Plus(unsupervised.mul(Held.Number(_settings.UnsupervisedWeight)));
            coverage = UnsupervisedLoss.Weights(pseudoLabel, confidence, _settings.UnsupervisedThreshold).mean().item<float>();
        }

        // Representations, prototypes, contrast.
        var refused = 0;
        ContrastTerm? contrast = null;
        PixelRepresentations? pixels = null;
        if (_settings.ContrastWeight > 0)
        {
            pixels = Representations(output, label, strong, pseudoLabel, confidence);
            refused = Merge(pixels, prototypes, at.Clock, out var current);
            contrast = _contrast.Of(pixels, current, key, step);
            var weight = ContrastRamp.Weight(step, _settings.ContrastRampBegin, _settings.ContrastRampEnd, _settings.ContrastWeight);
            total = total.Plus(contrast.Loss.mul(Held.Number(weight)));
        }

        // Backward, step, teacher.
        var learningRate = _learner.LearningRate;
        var skipped = Update(total);
        _learner.Steps = step + 1;
        if (skipped is null)
        {
            TeacherAverage.Update(_learner.Teacher, student, step, _settings.TeacherDecay);
            if (pixels is not null && refused == 0)
            {
                _learner.Bank?.Remember(pixels, _settings.Anchors, key);
            }
        }
        else
        {
            _statistics.Restore(statistics);
        }

        return new StepResult(
            total.item<float>(),
            supervised.item<float>(),
            unsupervised?.item<float>() ?? 0,
            contrast?.Loss.item<float>() ?? 0,
            coverage,
            learningRate,
            skipped,
            refused,
            contrast?.PositiveLogit,
            contrast?.NegativeLogit);
    }

    private AugmentedBatch? PseudoLabelled(StepBatch batch, RandomKey key)
    {
        if (batch.Unlabelled.Count == 0 || _settings.UnsupervisedWeight == 0)
        {
            return null;
        }

        var samples = PseudoLabels.Of(_learner, batch.Unlabelled);
        return AugmentedBatch.Stack(_augmentation.Apply(samples, key.With(Purpose.StrongAugmentation)));
    }

    // Without pseudo-labels the teacher sees nothing, and a published teacher would have the batch-norm statistics of its first day.
    private void RefreshTeacherStatistics(StepBatch batch)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        _learner.Teacher.Logits(_learner.Normalisation.Apply(batch.Labelled.Images.to(_learner.Device)));
    }

    private PixelRepresentations Representations(SegmentationOutput labelled, Tensor label, SegmentationOutput? strong, Tensor? pseudoLabel, Tensor? confidence)
    {
        var outputs = strong is null ? [labelled] : new[] { labelled, strong };
        var features = strong is null ? labelled.Features : cat([labelled.Features, strong.Features], 0);
        var variances = _settings.Representation == RepresentationKind.Probabilistic
            ? _learner.ProbabilityHead.call(features)                                                     // [B, D, h, w]
            : ones(features.shape[0], _settings.RepresentationWidth, features.shape[2], features.shape[3], device: features.device);
        var valid = strong is null
            ? label
            : cat([label, pseudoLabel!.masked_fill(confidence!.ge(Held.Number(_settings.WeakThreshold)).logical_not(), Held.Number(-1L))], 0);  // [B, H, W]
        return PixelRepresentations.Gather(outputs, variances, valid);
    }

    private int Merge(PixelRepresentations pixels, PrototypeTable prototypes, long clock, out PrototypeSums?[] current)
    {
        var means = pixels.Means.detach();
        if (_settings.Prototypes.PrototypeMeans == PrototypeMeans.Unit)
        {
            means = MutualLikelihood.Normalise(means);
        }

        var sums = ClassSummation.Of(means, pixels.Variances.detach(), pixels.Labels, prototypes.Classes, clock);
        var refused = 0;
        for (var k = 0; k < sums.Length; k++)
        {
            if (sums[k]?.Refusal(_settings.RepresentationWidth) is not null)
            {
                sums[k] = null;
                refused++;
            }
        }

        prototypes.Add(sums);
        current = new PrototypeSums?[sums.Length];
        for (var k = 0; k < sums.Length; k++)
        {
            var prototype = _settings.Prototypes.PrototypeScope == PrototypeScope.Global ? prototypes[k] : sums[k];
            var stale = !(prototype?.CountAt(clock, _settings.Prototypes.HalfLife) >= _settings.Prototypes.MinEvidence);
            current[k] = stale ? null : prototype;
        }

        return refused;
    }

    private string? Update(Tensor total)
    {
        ForgetGradients();
        if (!double.IsFinite(total.item<float>()))
        {
            return $"the loss is {total.item<float>()}";
        }

        total.backward();
        _learner.SetLearningRates();
        if (!GradientsAreFinite())
        {
            ForgetGradients();
            return "a gradient isn't finite";
        }

        _learner.Optimiser.Step();
        return null;
    }

    // None, not zero: momentum and weight decay would move what a step has no gradient for, but not in a resumed learner.
    private void ForgetGradients()
    {
        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    private bool GradientsAreFinite()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var norms = from parameter in _parameters
                    where parameter.grad is not null
                    select parameter.grad!.norm();
        return stack(norms).sum().isfinite().item<bool>();
    }

    private static Tensor Upsample(Tensor logits, Tensor label) =>
        nn.functional.interpolate(logits, size: [label.shape[1], label.shape[2]], mode: InterpolationMode.Bilinear, align_corners: true);
}
