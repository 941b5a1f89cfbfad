using Prcl.Learning.Augmentation;
using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Prcl.Learning.Losses;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Scalars;
using Prcl.Learning.Schedules;
using Prcl.Learning.SelfTraining;
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
    private readonly bool _learnsVariance;
    private readonly bool _usesPrototypes;

    /// <summary>Prepares steps of a learner.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="kernel">How the contrastive loss of a class is computed; null for the fused one.</param>
    public TrainingStep(Learner learner, IContrastKernel? kernel = null)
    {
        (_learner, _settings) = (learner, learner.Settings);
        _augmentation = new StrongAugmentation(_settings.Augmentation());
        _contrast = new ContrastiveLoss(_settings, kernel ?? new FusedContrastKernel(), learner.Bank);
        _statistics = new RunningStatistics(learner);
        _learnsVariance = _settings.Variance.VarianceWeight > 0 && _settings.Representation == RepresentationKind.Probabilistic;
        _usesPrototypes = _settings.ContrastWeight > 0 || _learnsVariance
            || (_settings.UnsupervisedWeight > 0 && _settings.SelfTraining.PseudoLabelCheck == PseudoLabelCheck.Prototype);
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
        using var scope = _learner.SideBySide.NewDisposeScope();
        var key = at.Key(_settings.Seed);
        var step = _learner.Steps;
        var (student, device) = (_learner.Student, _learner.Device);
        TensorFloat32.Use(_settings.Precision, device.type);
        var statistics = _statistics.Copy();
        TeacherAverage.SetStatisticsPace(_learner.Teacher, step, _settings.TeacherDecay);

        // The student on the labelled batch. Beside it the teacher's pseudo-labels, then strong augmentation of image, label and confidence together.
        var label = batch.Labelled.Labels.to(device);                                                     // [B, H, W]
        var images = _learner.Normalisation.Apply(batch.Labelled.Images.to(device));
        StudentPass labelled = null!;
        StudentPass? strong = null;
        AugmentedBatch? unlabelled = null;
        SegmentationOutput? teacher = null;
        _learner.SideBySide.Run(
            () => labelled = new StudentPass(student, images),
            () =>
            {
                unlabelled = PseudoLabelled(batch, prototypes, at.Clock, key);
                teacher = unlabelled is null ? Teacher(images, hasPseudoLabels: false) : null;
            });

        // The student on the augmented batch. Beside it the teacher on the labelled one.
        if (unlabelled is not null)
        {
            _learner.SideBySide.Run(
                () => strong = new StudentPass(student, _learner.Normalisation.Apply(unlabelled.Images.to(device))),
                () => teacher = Teacher(images, hasPseudoLabels: true));
        }

        var supervised = SupervisedLoss.Of(Upsample(labelled.Output.Logits, label), label);
        var total = supervised;
        Tensor? unsupervised = null, valid = null;
        var coverage = 0.0;
        if (strong is not null)
        {
            var (pseudoLabel, confidence) = (unlabelled!.Labels.to(device), unlabelled.Confidence!.to(device));
            var weights = UnsupervisedLoss.Weights(pseudoLabel, confidence, _settings.UnsupervisedThreshold, _settings.SelfTraining.PseudoLabelWeighting);
            unsupervised = UnsupervisedLoss.Of(Upsample(strong.Output.Logits, pseudoLabel), pseudoLabel, weights);
            total = total.Plus(unsupervised.mul(Held.Number(UnsupervisedWeight)));
            var sure = confidence.ge(Held.Number(_settings.WeakThreshold)).logical_and(confidence.gt(Held.Number(0L)));  // [B, H, W]
            valid = pseudoLabel.masked_fill(sure.logical_not(), Held.Number(-1L));
            coverage = weights.mean().item<float>();
        }

        // Representations, prototypes, contrast, variances.
        var refused = 0;
        ContrastTerm? contrast = null;
        Tensor? variance = null;
        StepRepresentations? represented = null;
        if (_usesPrototypes)
        {
            represented = new StepRepresentations(_learner, labelled.Output, label, strong?.Output, valid, teacher);
            (var sums, refused) = represented.Sums(_settings.Prototypes.PrototypeMeans, prototypes.Classes, at.Clock);
            prototypes.Add(sums);
            var current = Current(_settings.Prototypes.PrototypeScope == PrototypeScope.Global ? prototypes.Now() : sums, at.Clock);
            var weight = ContrastRamp.Weight(step, _settings.ContrastRampBegin, _settings.ContrastRampEnd, _settings.ContrastWeight);
            if (weight > 0)
            {
                contrast = _contrast.Of(represented.Student, current, key, step);
                total = total.Plus(contrast.Loss.mul(Held.Number(weight)));
            }

            if (_learnsVariance && VarianceLoss.Of(represented.Evidence, current, _settings.Variance.VarianceTarget, _settings.Temperature) is { } learned)
            {
                variance = learned;
                total = total.Plus(variance.mul(Held.Number(_settings.Variance.VarianceWeight)));
            }
        }

        // Backward, step, teacher.
        var learningRate = _learner.LearningRate;
        var skipped = Update(total, labelled, strong);
        _learner.Steps = step + 1;
        if (skipped is null)
        {
            TeacherAverage.Update(_learner.Teacher, student, step, _settings.TeacherDecay);
            if (represented is not null && refused == 0)
            {
                _learner.Bank?.Remember(represented.Student, _settings.Anchors, key);
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
            variance?.item<float>() ?? 0,
            coverage,
            learningRate,
            skipped,
            refused,
            contrast?.PositiveLogit,
            contrast?.NegativeLogit,
            contrast?.EffectiveClasses ?? 0);
    }

    // λ_u at this step; 0 during the burn-in.
    private double UnsupervisedWeight => UnsupervisedRamp.Weight(_learner.Steps, _settings.SelfTraining, _settings.UnsupervisedWeight);

    private AugmentedBatch? PseudoLabelled(StepBatch batch, PrototypeTable prototypes, long clock, RandomKey key)
    {
        if (batch.Unlabelled.Count == 0 || UnsupervisedWeight == 0)
        {
            return null;
        }

        var check = _settings.SelfTraining.PseudoLabelCheck == PseudoLabelCheck.Prototype
            ? new PrototypeCheck(Current(prototypes.Now(), clock), _learner.Device)
            : null;
        var samples = PseudoLabels.Of(_learner, batch.Unlabelled, check);
        return AugmentedBatch.Stack(_augmentation.Apply(samples, key.With(Purpose.StrongAugmentation), batch.Labelled.Unstack()));
    }

    // The teacher's view of the labelled images, where prototypes are made of it. Without pseudo-labels the teacher sees nothing else, and a
    // published teacher would have the batch-norm statistics of its first day: then it looks for their sake alone.
    private SegmentationOutput? Teacher(Tensor images, bool hasPseudoLabels)
    {
        using var noGradient = no_grad();
        if (_usesPrototypes && _settings.Prototypes.PrototypeEvidence == PrototypeEvidence.Labelled)
        {
            return _learner.Teacher.call(images);
        }

        if (!hasPseudoLabels)
        {
            _learner.Teacher.Logits(images);
        }

        return null;
    }

    private PrototypeSums?[] Current(IReadOnlyList<PrototypeSums?> prototypes, long clock) =>
        [.. prototypes.Select(p => p?.CountAt(clock, _settings.Prototypes.HalfLife) >= _settings.Prototypes.MinEvidence ? p : null)];

    private string? Update(Tensor total, StudentPass labelled, StudentPass? strong)
    {
        ForgetGradients();
        if (!double.IsFinite(total.item<float>()))
        {
            return $"the loss is {total.item<float>()}";
        }

        total.backward();
        if (strong is null)
        {
            labelled.Backward();
        }
        else
        {
            _learner.SideBySide.Run(labelled.Backward, strong.Backward);
        }

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
