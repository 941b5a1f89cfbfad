using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>A mirror, left to right.</summary>
public static class HorizontalFlip
{
    /// <summary>True with probability <see cref="AugmentationOptions.FlipProbability"/>.</summary>
    /// <param name="options">The probability.</param>
    /// <param name="key">The image's key.</param>
    public static bool Draw(AugmentationOptions options, RandomKey key) => key.For(Choice.Flip).NextDouble() < options.FlipProbability;

    /// <summary>Mirrors image, label and confidence in place.</summary>
    /// <param name="sample">Contiguous on the CPU.</param>
    /// <exception cref="ArgumentException">A tensor isn't contiguous on the CPU.</exception>
    public static void ApplyInPlace(Sample sample)
    {
        ReverseRows<float>(sample.Image, sample.Width);
        ReverseRows<long>(sample.Label, sample.Width);
        if (sample.Confidence is not null)
        {
            ReverseRows<float>(sample.Confidence, sample.Width);
        }
    }

    private static void ReverseRows<T>(torch.Tensor tensor, int width)
        where T : unmanaged
    {
        for (var rows = tensor.Pixels<T>(); !rows.IsEmpty; rows = rows[width..])
        {
            rows[..width].Reverse();
        }

        GC.KeepAlive(tensor);
    }
}
