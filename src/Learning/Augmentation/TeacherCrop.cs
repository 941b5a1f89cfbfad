using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// What the teacher sees of an unlabelled image: at its own scale, cropped at random where it is larger than a limit, no
/// flip. Pseudo-labels and confidences live in this frame, and image, pseudo-label and confidence are augmented from it; its
/// size need not be the student's.
/// </summary>
public sealed class TeacherCrop
{
    private readonly int _height;
    private readonly int _width;

    /// <summary>Fixes the limit.</summary>
    /// <param name="height">Rows of the teacher's input, in pixels, at most; at least 1.</param>
    /// <param name="width">Columns likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public TeacherCrop(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_height, _width) = (height, width);
    }

    /// <summary>The teacher's view of one image.</summary>
    /// <param name="image">[3, h, w] float32.</param>
    /// <param name="key">The image's key; says where a crop lies.</param>
    /// <returns>A new tensor on the CPU, [3, min(h, height), min(w, width)].</returns>
    /// <exception cref="ArgumentException"><paramref name="image"/> isn't float32 [3, h, w].</exception>
    public torch.Tensor Apply(torch.Tensor image, RandomKey key)
    {
        PixelBuffer.RequireImage(image, nameof(image));
        var (height, width) = ((int)image.shape[1], (int)image.shape[2]);
        using var scope = torch.NewDisposeScope();
        var random = key.For(Choice.TeacherCrop);
        var top = random.Next(Math.Max(0, height - _height) + 1);
        var left = random.Next(Math.Max(0, width - _width) + 1);
        var window = image.narrow(1, top, Math.Min(height, _height)).narrow(2, left, Math.Min(width, _width));
        return window.CopyToCpu().MoveToOuterDisposeScope();
    }
}
