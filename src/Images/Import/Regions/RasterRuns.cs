using Prcl.Images.Files;

namespace Prcl.Images.Import.Regions;

/// <summary>Pixels as runs.</summary>
/// <param name="Runs">First pixel and length of each, within the image.</param>
/// <param name="IsByColumn">Whether pixels are counted down the columns, as COCO does, instead of along the rows.</param>
internal sealed record RasterRuns(IReadOnlyList<(int Start, int Length)> Runs, bool IsByColumn)
{
    /// <summary>How many pixels there are.</summary>
    public long Area => Runs.Sum(run => (long)run.Length);

    /// <summary>Gives them an id.</summary>
    public void Paint(LabelMap labels, ushort id)
    {
        foreach (var (start, length) in Runs)
        {
            if (!IsByColumn)
            {
                labels.Ids.AsSpan(start, length).Fill(id);
                continue;
            }

            var (x, y) = (start / labels.Height, start % labels.Height);
            for (var i = 0; i < length; i++, y++)
            {
                if (y == labels.Height)
                {
                    (x, y) = (x + 1, 0);
                }

                labels.Ids[y * labels.Width + x] = id;
            }
        }
    }
}
