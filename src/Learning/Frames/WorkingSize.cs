using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Networks;

namespace Prcl.Learning.Frames;

/// <summary>
/// The size at which a run sees an image, whatever the image's own: training crops, teacher, prediction and evaluation look
/// at the same. The aspect is kept up to rounding; shrinking is low-pass filtered, so that what a frame shows at the
/// working size doesn't hang on the camera's resolution.
/// </summary>
/// <param name="LongerSide">Pixels of the longer side, at least <see cref="LeastSide"/>; 0: every image keeps its own size.</param>
/// <param name="Step">Both sides are a multiple of this plus 1.</param>
public readonly record struct WorkingSize(int LongerSide, int Step)
{
    /// <summary>Fewest rows and columns that a backbone takes.</summary>
    public const int LeastSide = 33;

    // Its ImageNet weights were trained with padding on one side, which equals this project's at 32k + 1 only.
    private const int MobileNetStep = 32;

    /// <summary>The working size of a setting and a backbone.</summary>
    /// <param name="longerSide">Pixels; 0: every image keeps its own size.</param>
    /// <param name="backbone">MobileNetV2 wants sides of 32k + 1, others take any.</param>
    public static WorkingSize For(int longerSide, Backbone backbone) => new(longerSide, backbone == Backbone.MobileNetV2 ? MobileNetStep : 1);

    /// <summary>The most rows and columns that an image has at this size; the largest int when it keeps its own.</summary>
    public int Limit => LongerSide == 0 ? int.MaxValue : Side(LongerSide);

    /// <summary>Columns and rows at which an image of a size is seen.</summary>
    public (int Width, int Height) Of(int width, int height)
    {
        if (LongerSide == 0)
        {
            return (width, height);
        }

        var scale = (double)LongerSide / Math.Max(width, height);
        return (Side(width * scale), Side(height * scale));
    }

    /// <summary>The image at the working size: bilinear, shrinking with a triangle as wide as the factor.</summary>
    public RgbImage Apply(RgbImage image)
    {
        var (width, height) = Of(image.Width, image.Height);
        return ImageResizer.ToSize(image, width, height);
    }

    /// <summary>The labels at the working size: nearest.</summary>
    public LabelMap Apply(LabelMap labels)
    {
        var (width, height) = Of(labels.Width, labels.Height);
        return ImageResizer.ToSize(labels, width, height);
    }

    private int Side(double length) => Math.Max(LeastSide, (int)Math.Round((length - 1) / Step, MidpointRounding.AwayFromZero) * Step + 1);
}
