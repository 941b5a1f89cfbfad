namespace Prcl.Learning.Augmentation;

/// <summary>How images are augmented (<c>docs/method.md</c>, section 2, step 2). The defaults are the published ones.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Rows of every augmented image, in pixels, at least 1.</summary>
    public int CropHeight { get; init; } = 161;

    /// <summary>Columns of every augmented image, in pixels, at least 1.</summary>
    public int CropWidth { get; init; } = 225;

    /// <summary>Smallest random scale, in (0, <see cref="ScaleMax"/>].</summary>
    public double ScaleMin { get; init; } = 0.5;

    /// <summary>Largest random scale, in [<see cref="ScaleMin"/>, 16].</summary>
    public double ScaleMax { get; init; } = 1.5;

    /// <summary>Probability that an image's colours are jittered, in [0, 1].</summary>
    public double JitterProbability { get; init; } = 0.8;

    /// <summary>The brightness factor is drawn from 1 ± this, in [0, 1].</summary>
    public double Brightness { get; init; } = 0.25;

    /// <summary>The contrast factor is drawn from 1 ± this, in [0, 1].</summary>
    public double Contrast { get; init; } = 0.25;

    /// <summary>The saturation factor is drawn from 1 ± this, in [0, 1].</summary>
    public double Saturation { get; init; } = 0.25;

    /// <summary>The hue shift is drawn from ± this, in turns of the colour circle, in [0, 0.5].</summary>
    public double Hue { get; init; } = 0.25;

    /// <summary>Probability that an image is blurred, in [0, 1].</summary>
    public double BlurProbability { get; init; } = 0.5;

    /// <summary>Smallest standard deviation of the blur, in pixels, in (0, <see cref="BlurSigmaMax"/>].</summary>
    public double BlurSigmaMin { get; init; } = 0.15;

    /// <summary>Largest standard deviation of the blur, in pixels, in [<see cref="BlurSigmaMin"/>, 64].</summary>
    public double BlurSigmaMax { get; init; } = 1.15;

    /// <summary>Probability that an image is mirrored left to right, in [0, 1].</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>How the images of an unlabelled batch are mixed.</summary>
    public Mixing Mix { get; init; } = Mixing.ClassMix;

    /// <summary>Checks every setting.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting breaks its rule; the message names setting, value and rule.</exception>
    public AugmentationOptions Validate()
    {
        Require(CropHeight >= 1, nameof(CropHeight), CropHeight, "at least 1");
        Require(CropWidth >= 1, nameof(CropWidth), CropWidth, "at least 1");
        Require(ScaleMin > 0 && ScaleMin <= ScaleMax, nameof(ScaleMin), ScaleMin, $"above 0 and at most {nameof(ScaleMax)} ({ScaleMax})");
        Require(ScaleMax <= 16, nameof(ScaleMax), ScaleMax, "at most 16");
        RequireWithin(JitterProbability, 1, nameof(JitterProbability));
        RequireWithin(Brightness, 1, nameof(Brightness));
        RequireWithin(Contrast, 1, nameof(Contrast));
        RequireWithin(Saturation, 1, nameof(Saturation));
        RequireWithin(Hue, 0.5, nameof(Hue));
        RequireWithin(BlurProbability, 1, nameof(BlurProbability));
        Require(
            BlurSigmaMin > 0 && BlurSigmaMin <= BlurSigmaMax,
            nameof(BlurSigmaMin),
            BlurSigmaMin,
            $"above 0 and at most {nameof(BlurSigmaMax)} ({BlurSigmaMax})");
        Require(BlurSigmaMax <= 64, nameof(BlurSigmaMax), BlurSigmaMax, "at most 64");
        RequireWithin(FlipProbability, 1, nameof(FlipProbability));
        Require(Enum.IsDefined(Mix), nameof(Mix), Mix, $"one of {string.Join(", ", Enum.GetNames<Mixing>())}");
        return this;
    }

    private static void RequireWithin(double value, double maximum, string name) =>
        Require(value >= 0 && value <= maximum, name, value, $"between 0 and {maximum}");

    // Rules are stated as what must hold, so that NaN breaks them.
    private static void Require(bool holds, string name, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{nameof(AugmentationOptions)}.{name} must be {rule}.");
        }
    }
}
