using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Learning.Pictures;

/// <summary>Where a prediction or pseudo-label is wrong.</summary>
public static class ErrorMap
{
    /// <summary>The colour of pixels that are right.</summary>
    public static (byte R, byte G, byte B) Right => (46, 56, 66);

    /// <summary>The colour of pixels that are wrong.</summary>
    public static (byte R, byte G, byte B) Wrong => (255, 86, 60);

    /// <summary>Paints right pixels dim, wrong ones bright, and black those whose truth or prediction is the ignore id.</summary>
    /// <param name="prediction">[H, W] ids.</param>
    /// <param name="truth">[H, W] ids.</param>
    /// <param name="ignore">The id that means "no label"; in a prediction, "no pseudo-label".</param>
    /// <exception cref="ArgumentException">The two differ in size.</exception>
    public static RgbImage Render(LabelMap prediction, LabelMap truth, int ignore = 255)
    {
        if (prediction.Width != truth.Width || prediction.Height != truth.Height)
        {
            throw new ArgumentException(
                $"An error map needs one size: the prediction is {prediction.Width}×{prediction.Height}, the truth is {truth.Width}×{truth.Height}.", nameof(truth));
        }

        var pixels = new byte[truth.Ids.Length * 3];
        for (int pixel = 0, at = 0; pixel < truth.Ids.Length; pixel++, at += 3)
        {
            if (truth.Ids[pixel] != ignore && prediction.Ids[pixel] != ignore)
            {
                (pixels[at], pixels[at + 1], pixels[at + 2]) = truth.Ids[pixel] == prediction.Ids[pixel] ? Right : Wrong;
            }
        }

        return new RgbImage(truth.Width, truth.Height, pixels);
    }
}
