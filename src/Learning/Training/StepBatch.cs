using Prcl.Learning.Augmentation;
using TorchSharp;

namespace Prcl.Learning.Training;

/// <summary>What a step trains on, ready on the CPU; disposing it disposes its tensors.</summary>
/// <param name="Labelled">The augmented labelled images, crop-sized.</param>
/// <param name="Unlabelled">The unlabelled images as the teacher sees them, each [3, H, W] float32 in [0, 1]; may be empty.</param>
public sealed record StepBatch(AugmentedBatch Labelled, IReadOnlyList<torch.Tensor> Unlabelled) : IDisposable
{
    /// <summary>Image draws in the batch.</summary>
    public int Images => (int)Labelled.Images.shape[0] + Unlabelled.Count;

    /// <inheritdoc/>
    public void Dispose()
    {
        Labelled.Dispose();
        foreach (var image in Unlabelled)
        {
            image.Dispose();
        }
    }
}
