using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// Brightness, contrast, saturation and hue, one after the other in a random order and each clamped to [0, 1], as
/// torchvision's <c>ColorJitter</c> does it on tensors.
/// </summary>
/// <param name="Steps">The adjustments in the order they apply, each with its factor or, for hue, its shift in turns.</param>
public sealed record ColourJitter(IReadOnlyList<(ColourAdjustment Adjustment, float Amount)> Steps)
{
    /// <summary>
    /// With probability <see cref="AugmentationOptions.JitterProbability"/> a jitter with factors from U[1 − x, 1 + x) and
    /// a hue shift from U[−h, h); else null.
    /// </summary>
    /// <param name="options">Ranges and probability.</param>
    /// <param name="key">The image's key.</param>
    public static ColourJitter? Draw(AugmentationOptions options, RandomKey key)
    {
        var random = key.For(Choice.Jitter);
        if (random.NextDouble() >= options.JitterProbability)
        {
            return null;
        }

        (ColourAdjustment, float)[] steps =
        [
            (ColourAdjustment.Brightness, (float)random.NextUniform(1 - options.Brightness, 1 + options.Brightness)),
            (ColourAdjustment.Contrast, (float)random.NextUniform(1 - options.Contrast, 1 + options.Contrast)),
            (ColourAdjustment.Saturation, (float)random.NextUniform(1 - options.Saturation, 1 + options.Saturation)),
            (ColourAdjustment.Hue, (float)random.NextUniform(-options.Hue, options.Hue)),
        ];

        // Not Random.Shuffle: what it draws may change with the runtime.
        for (var last = steps.Length - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (steps[last], steps[other]) = (steps[other], steps[last]);
        }

        return new ColourJitter(steps);
    }

    /// <summary>Adjusts an image in place.</summary>
    /// <param name="image">[3, H, W] float32 in [0, 1], contiguous on the CPU.</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> isn't such a tensor.</exception>
    public void ApplyInPlace(torch.Tensor image)
    {
        PixelBuffer.RequireImage(image, nameof(image));
        var planes = new ColourPlanes(image.Pixels<float>());
        foreach (var (adjustment, amount) in Steps)
        {
            switch (adjustment)
            {
                case ColourAdjustment.Brightness:
                    planes.Map(new BrightnessKernel(amount));
                    break;
                case ColourAdjustment.Contrast:
                    planes.Map(new ContrastKernel(amount, planes.MeanGrey()));
                    break;
                case ColourAdjustment.Saturation:
                    planes.Map(new SaturationKernel(amount));
                    break;
                case ColourAdjustment.Hue:
                    planes.Map(new HueKernel(amount));
                    break;
                default:
                    throw new InvalidOperationException($"Colour jitter has no adjustment {adjustment}.");
            }
        }

        GC.KeepAlive(image);
    }
}
