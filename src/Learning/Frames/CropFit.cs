using Prcl.Learning.Settings;

namespace Prcl.Learning.Frames;

/// <summary>Whether training crops suit the frames that they are cut from. A run that they don't suit is no error: it says so.</summary>
public static class CropFit
{
    // Half of each side.
    private const int LeastShare = 4;

    /// <summary>What doesn't suit when images of a size are learned from.</summary>
    /// <param name="settings">Crop and working size.</param>
    /// <param name="width">Columns of the images.</param>
    /// <param name="height">Rows of the images.</param>
    /// <returns>One line for a person, which names the settings; null when all is well.</returns>
    public static string? Fault(TrainingSettings settings, int width, int height)
    {
        var (columns, rows) = settings.WorkingSize().Of(width, height);
        var frames = $"{columns}×{rows} pixels at which this run sees images of {width}×{height}";
        return Larger(settings, columns, rows, frames) ?? Smaller(settings, columns, rows, frames);
    }

    /// <summary>What doesn't suit whatever images come: crops larger than any of them, or far smaller even than those twice as wide as high.</summary>
    /// <returns>One line for a person, which names the settings; null when all is well or images keep their own size.</returns>
    public static string? Fault(TrainingSettings settings)
    {
        if (settings.Frames.WorkingSize == 0)
        {
            return null;
        }

        var (columns, rows) = settings.WorkingSize().Of(2 * settings.Frames.WorkingSize, settings.Frames.WorkingSize);
        return Larger(settings, columns, columns, $"{columns}×{columns} pixels at which this run sees images at most")
            ?? Smaller(settings, columns, rows, $"{columns}×{rows} pixels at which this run sees images of 2:1");
    }

    private static string? Larger(TrainingSettings settings, int columns, int rows, string frames) => settings.CropWidth > columns || settings.CropHeight > rows
        ? $"crops of {settings.CropWidth}×{settings.CropHeight} are larger than the {frames}: what lies beyond is reflection without a label; crop-width and crop-height should be at most that, or working-size larger"
        : null;

    private static string? Smaller(TrainingSettings settings, int columns, int rows, string frames) => (long)settings.CropWidth * settings.CropHeight * LeastShare < (long)columns * rows
        ? $"crops of {settings.CropWidth}×{settings.CropHeight} show less than a quarter of the {frames}: what is learned from them knows little of whole images; crop-width and crop-height should be larger, or working-size smaller"
        : null;
}
