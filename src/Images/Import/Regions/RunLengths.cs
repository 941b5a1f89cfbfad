namespace Prcl.Images.Import.Regions;

/// <summary>A mask as lengths of runs, the first outside, the next inside, and so on.</summary>
/// <param name="counts">The lengths; none is negative.</param>
/// <param name="box">The part of the image that is counted; null for all of it.</param>
/// <param name="isByColumn">Whether down the columns, as COCO does.</param>
/// <param name="place">Where it stands, for errors.</param>
internal sealed class RunLengths(int[] counts, (int Left, int Top, int Width, int Height)? box, bool isByColumn, string place) : Region
{
    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height)
    {
        var part = box ?? (0, 0, width, height);
        if (part.Left < 0 || part.Top < 0 || part.Width < 1 || part.Height < 1 || (long)part.Left + part.Width > width || (long)part.Top + part.Height > height)
        {
            throw new AnnotationException(place, $"the mask of {part.Width}×{part.Height} at ({part.Left}, {part.Top}) isn't inside the image, which is {width}×{height}");
        }

        var sum = counts.Sum(count => (long)count);
        if (sum != (long)part.Width * part.Height)
        {
            throw new AnnotationException(place, $"the runs have {sum} pixels together, and the mask has {(long)part.Width * part.Height}");
        }

        return box is null ? new RasterRuns([.. Inside()], isByColumn) : Moved(width, part);
    }

    private IEnumerable<(int Start, int Length)> Inside()
    {
        var at = 0;
        for (var i = 0; i < counts.Length; at += counts[i], i++)
        {
            if (i % 2 == 1 && counts[i] > 0)
            {
                yield return (at, counts[i]);
            }
        }
    }

    private RasterRuns Moved(int width, (int Left, int Top, int Width, int Height) part)
    {
        var runs = new List<(int, int)>();
        foreach (var (start, length) in Inside())
        {
            for (var (at, left) = (start, length); left > 0;)
            {
                var step = Math.Min(left, part.Width - at % part.Width);
                runs.Add(((part.Top + at / part.Width) * width + part.Left + at % part.Width, step));
                (at, left) = (at + step, left - step);
            }
        }

        return new RasterRuns(runs, IsByColumn: false);
    }
}
