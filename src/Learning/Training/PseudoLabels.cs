using Prcl.Learning.Augmentation;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>The teacher's labels and confidences (<c>docs/method.md</c>, section 2, step 1).</summary>
public static class PseudoLabels
{
    /// <summary>Labels every image with the teacher, in the mode that it is in, without gradient.</summary>
    /// <param name="learner">Gives the teacher.</param>
    /// <param name="images">Each [3, H, W] float32 in [0, 1]; images of one size go through the teacher together.</param>
    /// <returns>Samples on the CPU, in order, that share the images' tensors.</returns>
    public static IReadOnlyList<Sample> Of(Learner learner, IReadOnlyList<Tensor> images)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var samples = new Sample[images.Count];
        foreach (var group in Enumerable.Range(0, images.Count).GroupBy(i => (images[i].shape[1], images[i].shape[2])))
        {
            var members = group.ToArray();
            var batch = learner.Normalisation.Apply(stack(members.Select(i => images[i])).to(learner.Device));  // [b, 3, H, W]
            var logits = nn.functional.interpolate(
                learner.Teacher.Logits(batch), size: [group.Key.Item1, group.Key.Item2], mode: InterpolationMode.Bilinear, align_corners: true);
            var (confidence, label) = logits.softmax(1).max(1);                                                  // [b, H, W]
            (confidence, label) = (confidence.cpu(), label.cpu());
            for (var j = 0; j < members.Length; j++)
            {
                samples[members[j]] = new Sample(
                    images[members[j]].alias(),
                    label[j].MoveToOuterDisposeScope(),
                    confidence[j].MoveToOuterDisposeScope());
                samples[members[j]].Image.MoveToOuterDisposeScope();
            }
        }

        return samples;
    }
}
