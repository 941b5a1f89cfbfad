using Prcl.Learning.Settings;

namespace Prcl.Learning.Frames;

/// <summary>Whether training crops suit the frames that they are cut from. A run that doesn't suit is no error: it says so.</summary>
public static class CropFit
{
    // Half of each side.
    private const int LeastShare = 4;

    /// <summary>What doesn't suit when images of a size are learned from.</summary>
    /// <param name="settings">Crop and working size.</param>
    /// <param name="width">Columns of the images.</param>
    /// <param name="height">Rows of the images.</param>
    /// <returns>One line for a person, which names the settings; null when all is well.</returns>
    public static string? Fault(TrainingSettings settings, int width, int height) => Fault(settings, width, height, $"{width}×{height}");

    /// <summary>What doesn't suit whatever the images are, taking them to be four wide and three high.</summary>
    /// <returns>One line for a person, which names the settings; null when all is well or images keep their own size.</returns>
    public static string? Fault(TrainingSettings settings) => settings.Frames.WorkingSize == 0 ? null : Fault(settings, 4000, 3000, "4:3");

    private static string? Fault(TrainingSettings settings, int width, int height, string images)
    {
        var (columns, rows) = settings.WorkingSize().Of(width, height);
        var (cropColumns, cropRows) = (settings.CropWidth, settings.CropHeight);
        var frames = $"the {columns}×{rows} pixels at which this run sees images of {images}";
        if (cropColumns > columns || cropRows > rows)
        {
            return $"crops of {cropColumns}×{cropRows} are larger than {frames}: what lies beyond is reflection without a label; crop-width and crop-height should be at most that, or working-size larger";
        }

        return (long)cropColumns * cropRows * LeastShare < (long)columns * rows
            ? $"crops of {cropColumns}×{cropRows} show less than a quarter of {frames}: what is learned from them knows little of whole images; crop-width and crop-height should be larger, or working-size smaller"
            : null;
    }
}
