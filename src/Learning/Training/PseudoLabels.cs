using Prcl.Learning.Alarms;
using Prcl.Learning.Augmentation;
using Prcl.Learning.Scalars;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Uncertainty;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>The teacher's labels and confidences (<c>docs/method.md</c>, section 2, step 1).</summary>
public static class PseudoLabels
{
    /// <summary>Labels every image with the teacher, in the mode that it is in, without gradient.</summary>
    /// <param name="learner">Gives the teacher.</param>
    /// <param name="images">Each [3, H, W] float32 in [0, 1]; images of one size go through the teacher together.</param>
    /// <param name="check">What a pseudo-label must agree with, else its confidence is 0; null for nothing.</param>
    /// <param name="tally">Counts what is predicted; null: nobody asks.</param>
    /// <param name="doubts">Is told how sure the teacher is of each image, whatever the check says; null: nobody asks.</param>
    /// <returns>Samples on the CPU, in order, that share the images' tensors.</returns>
    public static IReadOnlyList<Sample> Of(
        Learner learner, IReadOnlyList<Tensor> images, PrototypeCheck? check = null, PredictionTally? tally = null, ImageDoubts? doubts = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var samples = new Sample[images.Count];
        foreach (var group in Enumerable.Range(0, images.Count).GroupBy(i => (images[i].shape[1], images[i].shape[2])))
        {
            var members = group.ToArray();
            var batch = learner.Normalisation.Apply(stack(members.Select(i => images[i])).to(learner.Device));  // [b, 3, H, W]
            var (logits, means) = Forward(learner, batch, check);
            var upsampled = nn.functional.interpolate(logits, size: [group.Key.Item1, group.Key.Item2], mode: InterpolationMode.Bilinear, align_corners: true);
            var (confidence, label) = upsampled.softmax(1).max(1);                                               // [b, H, W]
            var probability = confidence;
            if (means is not null)
            {
                confidence = confidence.mul(check!.Nearest(means, group.Key.Item1, group.Key.Item2).eq(label));
            }

            (confidence, label, probability) = ToHost(confidence, label, probability);
            tally?.Add(logits, label, confidence);
            for (var j = 0; j < members.Length; j++)
            {
                doubts?.Look(members[j], label[j], probability[j]);
                samples[members[j]] = new Sample(
                    images[members[j]].alias(),
                    label[j].MoveToOuterDisposeScope(),
                    confidence[j].MoveToOuterDisposeScope());
                samples[members[j]].Image.MoveToOuterDisposeScope();
            }
        }

        return samples;
    }

    // All in one read: float32 has every class id.
    private static (Tensor Confidence, Tensor Label, Tensor Probability) ToHost(Tensor confidence, Tensor label, Tensor probability)
    {
        if (confidence.device_type == TorchSharp.DeviceType.CPU)
        {
            return (confidence, label, probability);
        }

        var all = HostReads.ToHost(stack([confidence, label.to(ScalarType.Float32), probability]));
        return (all[0], all[1].to(ScalarType.Int64), all[2]);
    }

    // The mean head only where somebody asks for means.
    private static (Tensor Logits, Tensor? Means) Forward(Learner learner, Tensor batch, PrototypeCheck? check)
    {
        if (check is null)
        {
            return (learner.Teacher.Logits(batch), null);
        }

        var output = learner.Teacher.call(batch);
        return (output.Logits, output.Means);
    }
}
