using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>Samples stacked for the network; disposing it disposes its tensors.</summary>
/// <param name="Images">[B, 3, H, W] float32 in [0, 1], not normalised.</param>
/// <param name="Labels">[B, H, W] int64, ignore −1.</param>
/// <param name="Confidence">[B, H, W] float32, or null for human labels.</param>
public sealed record AugmentedBatch(torch.Tensor Images, torch.Tensor Labels, torch.Tensor? Confidence) : IDisposable
{
    /// <summary>Copies samples of one size into one batch, in their order.</summary>
    /// <exception cref="ArgumentException">There are none, or they differ in size or in having confidence.</exception>
    public static AugmentedBatch Stack(IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one sample.", nameof(samples));
        }

        MixedBatch.RequireAlike(samples);
        return new AugmentedBatch(
            torch.stack(samples.Select(sample => sample.Image)),  // [B, 3, H, W]
            torch.stack(samples.Select(sample => sample.Label)),  // [B, H, W]
            samples[0].Confidence is null ? null : torch.stack(samples.Select(sample => sample.Confidence!)));  // [B, H, W]
    }

    /// <summary>The samples one by one; their tensors are views that live in the caller's dispose scope.</summary>
    public IReadOnlyList<Sample> Unstack() =>
        [.. Enumerable.Range(0, (int)Images.shape[0]).Select(i => new Sample(Images[i], Labels[i], Confidence is null ? null : Confidence[i]))];

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        Confidence?.Dispose();
    }
}
