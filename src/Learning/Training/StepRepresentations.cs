using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using Prcl.Learning.Settings;
using Prcl.Learning.Variances;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// The representations of a step: the student's, which contrast teaches, and those that prototypes are the sum of. One call of the
/// probability head gives all their variances.
/// </summary>
internal sealed class StepRepresentations
{
    /// <summary>Gathers them; the tensors live in the caller's dispose scope.</summary>
    /// <param name="learner">Gives the probability head and the settings.</param>
    /// <param name="labelled">The student's output of the labelled images.</param>
    /// <param name="label">Their labels, −1 ignored, int64, [B, H, W].</param>
    /// <param name="strong">The student's output of the augmented images; null without pseudo-labels.</param>
    /// <param name="pseudoLabel">Their labels, −1 where a pixel isn't valid, int64, [B, H, W].</param>
    /// <param name="teacher">The teacher's output of the labelled images; null where the student's pixels make the prototypes.</param>
    public StepRepresentations(
        Learner learner, SegmentationOutput labelled, Tensor label, SegmentationOutput? strong, Tensor? pseudoLabel, SegmentationOutput? teacher)
    {
        SegmentationOutput[] student = strong is null ? [labelled] : [labelled, strong];
        SegmentationOutput[] all = teacher is null ? student : [.. student, teacher];
        var variances = Variances(learner, cat([.. all.Select(o => o.Features)], 0));                      // [B, D, h, w]
        var images = student.Sum(o => o.Features.shape[0]);
        Student = PixelRepresentations.Gather(student, variances.narrow(0, 0, images), strong is null ? label : cat([label, pseudoLabel!], 0));
        Evidence = teacher is null ? Student : PixelRepresentations.Gather([teacher], variances.narrow(0, images, teacher.Features.shape[0]), label);
    }

    /// <summary>The student's valid pixels.</summary>
    public PixelRepresentations Student { get; }

    /// <summary>The pixels that prototypes are the sum of.</summary>
    public PixelRepresentations Evidence { get; }

    /// <summary>The sums of the evidence by class; refused ones are left out.</summary>
    /// <param name="means">How means enter a sum.</param>
    /// <param name="classes">K.</param>
    /// <param name="clock">Image draws at which the sums stand.</param>
    public (PrototypeSums?[] Sums, int Refused) Sums(PrototypeMeans means, int classes, long clock)
    {
        var mean = Evidence.Means.detach();
        var sums = ClassSummation.Of(
            means == PrototypeMeans.Unit ? MutualLikelihood.Normalise(mean) : mean, Evidence.Variances.detach(), Evidence.Labels, classes, clock);
        var refused = 0;
        for (var k = 0; k < sums.Length; k++)
        {
            if (sums[k]?.Refusal((int)mean.shape[1]) is not null)
            {
                sums[k] = null;
                refused++;
            }
        }

        return (sums, refused);
    }

    private static Tensor Variances(Learner learner, Tensor features)
    {
        var settings = learner.Settings;
        if (settings.Representation == RepresentationKind.Deterministic)
        {
            return full(
                [features.shape[0], settings.RepresentationWidth, features.shape[2], features.shape[3]],
                Held.Number(settings.Variance.ConstantVariance),
                ScalarType.Float32,
                features.device);
        }

        return learner.ProbabilityHead.call(settings.Variance.HeadFeatures == HeadFeatures.Detached ? features.detach() : features);
    }
}
