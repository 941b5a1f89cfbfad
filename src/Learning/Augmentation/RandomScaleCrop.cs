using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// A scale and a window: the image is scaled to <paramref name="ScaledHeight"/> × <paramref name="ScaledWidth"/> and the
/// window cut from it. Where the window reaches past the scaled image, at the bottom and on the right, the image goes on by
/// reflection (as often as needed), the label by ignore and the confidence by 0.
/// </summary>
/// <param name="ScaledHeight">Rows of the scaled image, at least 1.</param>
/// <param name="ScaledWidth">Columns of the scaled image, at least 1.</param>
/// <param name="Top">First row of the window.</param>
/// <param name="Left">First column of the window.</param>
/// <param name="CropHeight">Rows of the window.</param>
/// <param name="CropWidth">Columns of the window.</param>
public readonly record struct RandomScaleCrop(int ScaledHeight, int ScaledWidth, int Top, int Left, int CropHeight, int CropWidth)
{
    /// <summary>Draws a scale from U[ScaleMin, ScaleMax) and a window that stays within the scaled image where it fits.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="options">Scales and crop size.</param>
    /// <param name="key">The image's key.</param>
    public static RandomScaleCrop Draw(int height, int width, AugmentationOptions options, RandomKey key)
    {
        var random = key.For(Choice.ScaleCrop);
        var scale = random.NextUniform(options.ScaleMin, options.ScaleMax);
        var (scaledHeight, scaledWidth) = (Math.Max(1, (int)(height * scale)), Math.Max(1, (int)(width * scale)));
        var top = random.Next(Math.Max(0, scaledHeight - options.CropHeight) + 1);
        var left = random.Next(Math.Max(0, scaledWidth - options.CropWidth) + 1);
        return new(scaledHeight, scaledWidth, top, left, options.CropHeight, options.CropWidth);
    }

    /// <summary>
    /// The window of a sample: image bilinear with half-pixel centres and no low-pass filter, label and confidence nearest,
    /// so that a confidence remains that of the pixel whose label stands beside it.
    /// </summary>
    /// <returns>A new sample of <see cref="CropHeight"/> × <see cref="CropWidth"/> on the CPU; the input is untouched.</returns>
    public Sample Apply(Sample sample)
    {
        using var scope = torch.NewDisposeScope();
        var rows = AxisTaps.Create(sample.Height, ScaledHeight, Top, CropHeight);
        var columns = AxisTaps.Create(sample.Width, ScaledWidth, Left, CropWidth);

        var image = torch.empty(3, CropHeight, CropWidth);  // [3, H, W]
        var source = sample.Image.ToReadable();
        Resampling.Bilinear(source.Pixels<float>(), sample.Height, sample.Width, rows, columns, image.Pixels<float>());
        var label = Nearest(sample.Label, -1L, rows, columns);  // [H, W]
        var confidence = sample.Confidence is null ? null : Nearest(sample.Confidence, 0f, rows, columns);  // [H, W]
        GC.KeepAlive(sample);
        return new Sample(image, label, confidence).MoveToOuterDisposeScope();
    }

    private static torch.Tensor Nearest<T>(torch.Tensor source, T padding, AxisTaps rows, AxisTaps columns)
        where T : unmanaged
    {
        var result = torch.empty(rows.Count, columns.Count, dtype: source.dtype);  // [H, W]
        var readable = source.ToReadable();
        Resampling.Nearest(readable.Pixels<T>(), (int)source.shape[1], rows, columns, padding, result.Pixels<T>());
        return result;
    }
}
