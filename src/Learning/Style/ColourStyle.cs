using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Style;

/// <summary>
/// An image in another's colours: each channel's mean and standard deviation move towards the other image's by a random share
/// (after Reinhard et al. 2001, on RGB): x' = (x−m)/s·((1−a)s + a·s_t) + (1−a)m + a·m_t, a ~ U(0, 1).
/// </summary>
public static class ColourStyle
{
    // A flat channel has no contrast to stretch.
    private const double LeastDeviation = 1e-3;

    /// <summary>Recolours an image in place, or leaves it as it is.</summary>
    /// <param name="image">[3, H, W] float32 in [0, 1], contiguous on the CPU.</param>
    /// <param name="others">Images of any size whose colours may be taken on; none leaves the image as it is.</param>
    /// <param name="probability">How likely it is recoloured.</param>
    /// <param name="key">The image's key.</param>
    public static void ApplyInPlace(torch.Tensor image, IReadOnlyList<torch.Tensor> others, double probability, RandomKey key)
    {
        if (others.Count == 0 || probability == 0)
        {
            return;
        }

        var random = key.ToRandom();
        if (random.NextDouble() < probability)
        {
            Move(image, others[random.Next(others.Count)], random.NextDouble());
        }
    }

    /// <summary>Moves an image's colours towards another's.</summary>
    /// <param name="image">[3, H, W] float32 in [0, 1], contiguous on the CPU; changed.</param>
    /// <param name="other">[3, h, w] float32.</param>
    /// <param name="share">a, 0: stays, 1: takes on mean and deviation entirely.</param>
    public static void Move(torch.Tensor image, torch.Tensor other, double share)
    {
        using var scope = torch.NewDisposeScope();
        var source = other.ToReadable();
        for (var channel = 0; channel < 3; channel++)
        {
            var pixels = Channel(image, channel);
            var (mean, deviation) = Statistics(pixels);
            var (targetMean, targetDeviation) = Statistics(Channel(source, channel));
            var gain = (float)((((1 - share) * deviation) + (share * targetDeviation)) / Math.Max(LeastDeviation, deviation));
            var offset = (float)(((1 - share) * mean) + (share * targetMean) - (mean * gain));
            foreach (ref var x in pixels)
            {
                x = Math.Clamp((x * gain) + offset, 0, 1);
            }
        }

        GC.KeepAlive(image);
        GC.KeepAlive(source);
    }

    private static Span<float> Channel(torch.Tensor image, int channel)
    {
        var pixels = image.Pixels<float>();
        return pixels.Slice(channel * pixels.Length / 3, pixels.Length / 3);
    }

    private static (double Mean, double Deviation) Statistics(ReadOnlySpan<float> channel)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var x in channel)
        {
            sum += x;
            squares += (double)x * x;
        }

        var mean = sum / channel.Length;
        return (mean, Math.Sqrt(Math.Max(0, (squares / channel.Length) - (mean * mean))));
    }
}
