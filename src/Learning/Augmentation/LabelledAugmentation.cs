using Prcl.Learning.Randomness;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// Augmentation of a labelled image (<c>docs/method.md</c>, section 2, step 2): scale, crop, colour jitter, blur, flip. A pure
/// function of image and key that holds no state, so any thread may run it.
/// </summary>
public sealed class LabelledAugmentation
{
    private readonly AugmentationOptions _options;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting breaks its rule.</exception>
    public LabelledAugmentation(AugmentationOptions options) => _options = options.Validate();

    /// <summary>Augments one image.</summary>
    /// <param name="sample">An image of any size with its label.</param>
    /// <param name="key">The image's key.</param>
    /// <returns>A new sample of the crop's size on the CPU, in the caller's dispose scope; the input is untouched.</returns>
    public Sample Apply(Sample sample, RandomKey key)
    {
        var cropped = RandomScaleCrop.Draw(sample.Height, sample.Width, _options, key).Apply(sample);  // [3, H, W]
        JitterBlurFlipInPlace(cropped, _options, key);
        return cropped;
    }

    /// <summary>What comes after the crop and, for unlabelled images, after mixing.</summary>
    internal static void JitterBlurFlipInPlace(Sample sample, AugmentationOptions options, RandomKey key)
    {
        ColourJitter.Draw(options, key)?.ApplyInPlace(sample.Image);
        GaussianBlur.Draw(options, key)?.ApplyInPlace(sample.Image);
        if (HorizontalFlip.Draw(options, key))
        {
            HorizontalFlip.ApplyInPlace(sample);
        }
    }
}
