using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// What the teacher sees of an unlabelled image: no flip, no random scale. Pseudo-labels and confidences live in this frame,
/// and image, pseudo-label and confidence are augmented from it; its size need not be the student's.
/// </summary>
public sealed class TeacherCrop
{
    private readonly TeacherInput _input;
    private readonly int _height;
    private readonly int _width;

    /// <summary>Fixes the frame.</summary>
    /// <param name="input">Crop at native scale, or resize.</param>
    /// <param name="height">Rows of the teacher's input, in pixels, at least 1: at most so many, or exactly when resized.</param>
    /// <param name="width">Columns likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the mode is unknown.</exception>
    public TeacherCrop(TeacherInput input, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (!Enum.IsDefined(input))
        {
            throw new ArgumentOutOfRangeException(
                nameof(input), input, $"Teacher input must be one of {string.Join(", ", Enum.GetNames<TeacherInput>())}.");
        }

        (_input, _height, _width) = (input, height, width);
    }

    /// <summary>The teacher's view of one image.</summary>
    /// <param name="image">[3, h, w] float32.</param>
    /// <param name="key">The image's key; says where a crop lies.</param>
    /// <returns>
    /// A new tensor on the CPU, [3, min(h, height), min(w, width)] when native, [3, height, width] (bilinear, half-pixel
    /// centres, no low-pass filter) when resized.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="image"/> isn't float32 [3, h, w].</exception>
    public torch.Tensor Apply(torch.Tensor image, RandomKey key)
    {
        PixelBuffer.RequireImage(image, nameof(image));
        var (height, width) = ((int)image.shape[1], (int)image.shape[2]);
        return _input == TeacherInput.Resized ? Resize(image, height, width) : Crop(image, height, width, key);
    }

    private torch.Tensor Crop(torch.Tensor image, int height, int width, RandomKey key)
    {
        using var scope = torch.NewDisposeScope();
        var random = key.For(Choice.TeacherCrop);
        var top = random.Next(Math.Max(0, height - _height) + 1);
        var left = random.Next(Math.Max(0, width - _width) + 1);
        var window = image.narrow(1, top, Math.Min(height, _height)).narrow(2, left, Math.Min(width, _width));
        return window.CopyToCpu().MoveToOuterDisposeScope();
    }

    private torch.Tensor Resize(torch.Tensor image, int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        var rows = AxisTaps.Create(height, _height, 0, _height);
        var columns = AxisTaps.Create(width, _width, 0, _width);
        var resized = torch.empty(3, _height, _width);  // [3, H, W]
        var source = image.ToReadable();
        Resampling.Bilinear(source.Pixels<float>(), height, width, rows, columns, resized.Pixels<float>());
        GC.KeepAlive(image);
        return resized.MoveToOuterDisposeScope();
    }
}
