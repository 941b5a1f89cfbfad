using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Prcl.Silo.Demo;

namespace Prcl.Silo.Reports;

/// <summary>Evaluation frames with truth, prediction, errors and doubt side by side.</summary>
internal static class FramePicture
{
    private const int MostColumns = 320;

    /// <summary>Draws a row a frame; large frames are made smaller.</summary>
    public static RgbImage Draw(string title, IReadOnlyList<PredictedFrame> frames, DemoPlan plan) => SideBySide.Render(
        ["image", "truth", "prediction", "errors", "doubt: 0 blue, 1 red"],
        [.. frames.Select(f => Row(f, plan))],
        [.. frames.Select(f => f.Caption)],
        title,
        [.. plan.Classes.Classes.Select((c, id) => (c.Name, plan.Palette[id])), ("wrong", ErrorMap.Wrong), ("right", ErrorMap.Right), ("no label", ((byte)0, (byte)0, (byte)0))]);

    private static RgbImage[] Row(PredictedFrame frame, DemoPlan plan)
    {
        var columns = Math.Min(MostColumns, frame.Image.Width);
        var rows = Math.Max(1, (int)((long)frame.Image.Height * columns / frame.Image.Width));
        var (truth, prediction) = (ImageResizer.ToSize(frame.Truth, columns, rows), ImageResizer.ToSize(frame.Prediction, columns, rows));
        return
        [
            ImageResizer.ToSize(frame.Image, columns, rows),
            ColourMap.Render(truth, plan.Palette),
            ColourMap.Render(prediction, plan.Palette),
            ErrorMap.Render(prediction, truth, plan.Classes.Ignore),
            ImageResizer.ToSize(frame.Doubt, columns, rows),
        ];
    }
}
