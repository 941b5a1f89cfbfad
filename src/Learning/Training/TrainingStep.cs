using Prcl.Learning.Alarms;
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
using Prcl.Learning.Uncertainty;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>One training step of PRCL (<c>docs/method.md</c>, section 2), top to bottom.</summary>
public sealed class TrainingStep
{
    private readonly Learner _learner;
    private readonly TrainingSettings _settings;
    private readonly StrongAugmentation _augmentation;
    private readonly ContrastiveLoss _contrast;
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
        using var scope = _learner.TwoAtATime.NewDisposeScope();
        var (key, step, learningRate) = (at.Key(_settings.Seed), _learner.Steps, _learner.LearningRate);
        TensorFloat32.Use(_settings.Precision, _learner.Device.type);
        var statistics = _learner.Statistics.Copy();
        TeacherAverage.SetStatisticsPace(_learner.Teacher, step, _settings.TeacherDecay);

        var passes = Look(batch, prototypes, at.Clock, key);
        var supervised = SupervisedLoss.Of(Upsample(passes.Labelled.Output.Logits, passes.Label), passes.Label);
        var pseudo = passes.Augmented is null ? null : FromPseudoLabels(passes);
        var taught = _usesPrototypes ? FromPrototypes(passes, pseudo?.Valid, prototypes, at.Clock, key) : null;

        var total = supervised;
        Add(pseudo?.Loss, UnsupervisedWeight);
        Add(taught?.Contrast?.Loss, ContrastWeight);
        Add(taught?.Variance, _settings.Variance.VarianceWeight);
        var read = Update(total, passes, norms => StepReading.Of(total, supervised, pseudo?.Loss, taught?.Contrast, taught?.Variance, pseudo?.Coverage, norms));
        if (read.Fault is null)
        {
            _learner.Average();
            if (taught is { RefusedSums: 0 })
            {
                _learner.Bank?.Remember(taught.Represented.Student, _settings.Anchors, key);
            }
        }
        else
        {
            _learner.Statistics.Restore(statistics);
        }

        _learner.Steps = step + 1;
        return new StepResult(
            read.Total,
            read.Supervised,
            read.Unsupervised,
            read.Contrast,
            read.Variance,
            read.Coverage,
            learningRate,
            read.Fault,
            taught?.RefusedSums ?? 0,
            read.PositiveLogit,
            read.NegativeLogit,
            taught?.Contrast?.EffectiveClasses ?? 0,
            passes.Signs,
            passes.Doubts);

        void Add(Tensor? loss, double weight) => total = loss is null ? total : total.Plus(loss.mul(Held.Number(weight)));
    }

    // Student and teacher, two passes at a time that need nothing of each other. A network's batches keep their order, since they move its statistics.
    private StepPasses Look(StepBatch batch, PrototypeTable prototypes, long clock, RandomKey key)
    {
        var (student, device) = (_learner.Student, _learner.Device);
        var label = batch.Labelled.Labels.to(device);                                                     // [B, H, W]
        var images = _learner.Normalisation.Apply(batch.Labelled.Images.to(device));
        StudentPass labelled = null!;
        StudentPass? augmented = null;
        AugmentedBatch? pseudoLabelled = null;
        SegmentationOutput? teacher = null;
        var tally = new PredictionTally(_learner.Classes, _settings.UnsupervisedThreshold);
        var doubts = new ImageDoubts(batch.Unlabelled.Count, _learner.Classes);
        _learner.TwoAtATime.Run(
            () => labelled = new StudentPass(student, images),
            () =>
            {
                pseudoLabelled = PseudoLabelled(batch, prototypes, clock, key, tally, doubts);
                teacher = pseudoLabelled is null ? Teacher(images, hasPseudoLabels: false) : null;
            });
        if (pseudoLabelled is not null)
        {
            _learner.TwoAtATime.Run(
                () => augmented = new StudentPass(student, _learner.Normalisation.Apply(pseudoLabelled.Images.to(device))),
                () => teacher = Teacher(images, hasPseudoLabels: true));
        }

        return new StepPasses(labelled, label, augmented, pseudoLabelled, teacher, tally.Signs(batch.Labelled.Labels), doubts.All);
    }

    private PseudoLabelTerm FromPseudoLabels(StepPasses passes)
    {
        var (label, confidence) = (passes.PseudoLabelled!.Labels.to(_learner.Device), passes.PseudoLabelled.Confidence!.to(_learner.Device));
        var weights = UnsupervisedLoss.Weights(label, confidence, _settings.UnsupervisedThreshold, _settings.SelfTraining.PseudoLabelWeighting);
        var sure = confidence.ge(Held.Number(_settings.WeakThreshold)).logical_and(confidence.gt(Held.Number(0L)));  // [B, H, W]
        return new PseudoLabelTerm(
            UnsupervisedLoss.Of(Upsample(passes.Augmented!.Output.Logits, label), label, weights),
            label.masked_fill(sure.logical_not(), Held.Number(-1L)),
            weights.mean());
    }

    // Representations, then prototypes with this step's sums in them, then what these teach.
    private PrototypeTerms FromPrototypes(StepPasses passes, Tensor? valid, PrototypeTable prototypes, long clock, RandomKey key)
    {
        var represented = new StepRepresentations(_learner, passes.Labelled.Output, passes.Label, passes.Augmented?.Output, valid, passes.Teacher);
        var (sums, refused) = represented.Sums(_settings.Prototypes.PrototypeMeans, prototypes.Classes, clock);
        prototypes.Add(sums);
        var current = Current(_settings.Prototypes.PrototypeScope == PrototypeScope.Global ? prototypes.Now() : sums, clock);
        return new PrototypeTerms(
            represented,
            refused,
            ContrastWeight > 0 ? _contrast.Of(represented.Student, current, key, _learner.Steps) : null,
            _learnsVariance ? VarianceLoss.Of(represented.Evidence, current, _settings.Variance.VarianceTarget, _settings.Temperature) : null);
    }

    // λ_c at this step.
    private double ContrastWeight => ContrastRamp.Weight(_learner.Steps, _settings.ContrastRampBegin, _settings.ContrastRampEnd, _settings.ContrastWeight);

    // λ_u at this step; 0 during the burn-in.
    private double UnsupervisedWeight => UnsupervisedRamp.Weight(_learner.Steps, _settings.SelfTraining, _settings.UnsupervisedWeight);

    private AugmentedBatch? PseudoLabelled(StepBatch batch, PrototypeTable prototypes, long clock, RandomKey key, PredictionTally tally, ImageDoubts doubts)
    {
        if (batch.Unlabelled.Count == 0 || UnsupervisedWeight == 0)
        {
            return null;
        }

        var check = _settings.SelfTraining.PseudoLabelCheck == PseudoLabelCheck.Prototype
            ? new PrototypeCheck(Current(prototypes.Now(), clock), _learner.Device)
            : null;
        var samples = PseudoLabels.Of(_learner, batch.Unlabelled, check, tally, doubts);
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

    // A loss that isn't finite is found with the gradients, which are dropped then: asking before the backward pass would keep a GPU waiting.
    private StepReading Update(Tensor total, StepPasses passes, Func<Tensor, StepReading> read)
    {
        ForgetGradients();
        total.backward();
        if (passes.Augmented is null)
        {
            passes.Labelled.Backward();
        }
        else
        {
            _learner.TwoAtATime.Run(passes.Labelled.Backward, passes.Augmented.Backward);
        }

        _learner.SetLearningRates();
        var gradients = _learner.Optimiser.Gather();
        var found = read(Norms(gradients));
        ForgetGradients();
        if (found.Fault is null)
        {
            _learner.Optimiser.Step(gradients);
        }

        return found;
    }

    // None, not zero: momentum and weight decay would move what a step has no gradient for, but not in a resumed learner.
    private void ForgetGradients()
    {
        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    private static Tensor Norms(GradientRun[] gradients)
    {
        using var scope = NewDisposeScope();
        return stack(gradients.Select(run => run.Gradient.norm())).sum().MoveToOuterDisposeScope();
    }

    private static Tensor Upsample(Tensor logits, Tensor label) =>
        nn.functional.interpolate(logits, size: [label.shape[1], label.shape[2]], mode: InterpolationMode.Bilinear, align_corners: true);

    /// <summary>L_u and what it is made of.</summary>
    /// <param name="Loss">A scalar.</param>
    /// <param name="Valid">Pseudo-labels that contrast may use, −1 elsewhere, int64, [B, H, W].</param>
    /// <param name="Coverage">Mean weight of a pixel, a scalar.</param>
    private sealed record PseudoLabelTerm(Tensor Loss, Tensor Valid, Tensor Coverage);

    /// <summary>What prototypes teach.</summary>
    /// <param name="Represented">The step's representations.</param>
    /// <param name="RefusedSums">Class sums that were refused.</param>
    /// <param name="Contrast">L_c; null while its weight is 0.</param>
    /// <param name="Variance">L_σ; null where nothing teaches it.</param>
    private sealed record PrototypeTerms(StepRepresentations Represented, int RefusedSums, ContrastTerm? Contrast, Tensor? Variance);
}
