using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Prcl.Silo.Experiments.Frames;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Evaluation frames with truth, prediction and uncertainty side by side.</summary>
/// <param name="frames">The classes.</param>
internal sealed class EvaluationPictures(FrameSet frames)
{
    private const int MostColumns = 320;
    private readonly List<(string Caption, RgbImage[] Pictures)> _rows = [];

    /// <summary>Adds a frame with its label.</summary>
    public void Add(Frame frame, Segmentation segmentation)
    {
        var (image, truth, prediction) = (frame.Load(), frame.LoadLabel!(), segmentation.Labels);
        var columns = Math.Min(MostColumns, image.Width);
        var rows = Math.Max(1, (int)((long)image.Height * columns / image.Width));
        _rows.Add((
            $"{frame.Domain}: {Path.GetFileName(frame.Name)}",
            [
                ImageResizer.ToSize(image, columns, rows),
                ColourMap.Render(ImageResizer.ToSize(truth, columns, rows), frames.Palette),
                ColourMap.Render(ImageResizer.ToSize(prediction, columns, rows), frames.Palette),
                ImageResizer.ToSize(HeatMap.Render(segmentation.Uncertainty!, image.Width, image.Height, 0, 1), columns, rows),
            ]));
    }

    /// <summary>The grid; null without a frame.</summary>
    public RgbImage? Render(string title) => _rows.Count == 0 ? null : SideBySide.Render(
        ["image", "truth", "prediction", "uncertainty 0 (blue) to 1 (red)"],
        [.. _rows.Select(r => r.Pictures)],
        [.. _rows.Select(r => r.Caption)],
        title,
        [.. frames.Classes.Classes.Select((c, id) => (c.Name, frames.Palette[id])), ("no label", ((byte)0, (byte)0, (byte)0))]);
}
