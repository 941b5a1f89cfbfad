using Prcl.Learning.Randomness;

namespace Prcl.Learning.Augmentation;

/// <summary>A box within an image that covers half of its area, as nearly as whole pixels allow.</summary>
internal readonly record struct CutBox(int Top, int Left, int Height, int Width)
{
    /// <summary>The area share of a box.</summary>
    public const double Share = 0.5;

    /// <summary>Draws a width of more than half the image's, the height that makes up the area, and a place.</summary>
    public static CutBox Draw(int imageHeight, int imageWidth, RandomKey key)
    {
        var random = key.For(Choice.Mix);
        var width = random.Next(imageWidth / 2 + 1, imageWidth + 1);
        var height = Math.Clamp((int)Math.Round(Share * imageHeight * imageWidth / width), 1, imageHeight);
        return new(random.Next(imageHeight - height + 1), random.Next(imageWidth - width + 1), height, width);
    }
}
