using Prcl.Contracts.Predictors;
using Prcl.Learning.Datasets;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Grains.Predictors;

/// <summary>A segmentation as numbers by class and as pictures.</summary>
internal static class PredictionDrawing
{
    // σ² is a sigmoid; over natural images it keeps far from both ends, so the heat map spans the image's own range.
    private const double QuietShare = 0.02;

    /// <summary>Draws what was asked for.</summary>
    public static Prediction Draw(Segmentation result, RgbImage image, ClassList classes, PredictionPictures pictures, long version)
    {
        (byte, byte, byte)[] palette = [.. classes.Classes.Select(c => (c.Color.Red, c.Color.Green, c.Color.Blue))];
        return new Prediction(
            version,
            image.Width,
            image.Height,
            Shares(result, classes),
            result.Confidence.Average(),
            result.Variance?.Average() ?? double.NaN,
            pictures.HasFlag(PredictionPictures.Index) ? LabelPng.Write(result.Labels) : null,
            pictures.HasFlag(PredictionPictures.Colour) ? PngEncoder.Encode(ColourMap.Render(result.Labels, palette)) : null,
            pictures.HasFlag(PredictionPictures.Overlay) ? PngEncoder.Encode(Overlay.Render(image, result.Labels, palette)) : null,
            pictures.HasFlag(PredictionPictures.Variance) ? PngEncoder.Encode(Heat(result, image)) : null);
    }

    private static RgbImage Heat(Segmentation result, RgbImage image)
    {
        var sorted = (float[])result.Variance!.Clone();
        Array.Sort(sorted);
        return HeatMap.Render(
            result.Variance, image.Width, image.Height, sorted[(int)(QuietShare * (sorted.Length - 1))], sorted[(int)((1 - QuietShare) * (sorted.Length - 1))]);
    }

    private static ClassShare[] Shares(Segmentation result, ClassList classes)
    {
        var ids = result.Labels.Ids;
        var (count, confidence, variance) = (new long[classes.Count], new double[classes.Count], new double[classes.Count]);
        for (var i = 0; i < ids.Length; i++)
        {
            count[ids[i]]++;
            confidence[ids[i]] += result.Confidence[i];
            variance[ids[i]] += result.Variance?[i] ?? double.NaN;
        }

        return
        [
            .. from k in Enumerable.Range(0, classes.Count)
               where count[k] > 0
               orderby count[k] descending
               select new ClassShare(k, classes.Classes[k].Name, (double)count[k] / ids.Length, confidence[k] / count[k], variance[k] / count[k]),
        ];
    }
}
