using Prcl.Contracts.Predictors;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Grains.Predictors;

/// <summary>A segmentation as numbers by class and as pictures.</summary>
internal static class PredictionDrawing
{
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
            pictures.HasFlag(PredictionPictures.Colour) ? Coloured(result.Labels, palette) : null,
            pictures.HasFlag(PredictionPictures.Overlay) ? PngEncoder.Encode(Overlay.Render(image, result.Labels, palette)) : null,
            pictures.HasFlag(PredictionPictures.Variance) ? PngEncoder.Encode(HeatMap.Render(result.Variance!, image.Width, image.Height, 0, 1)) : null,
            result.Uncertainty?.Average() ?? double.NaN,
            pictures.HasFlag(PredictionPictures.Uncertainty) ? PngEncoder.Encode(HeatScale.Render(result.Uncertainty!, image.Width, image.Height, 1)) : null,
            pictures.HasFlag(PredictionPictures.Uncertainty) ? Values(result.Uncertainty!, image) : null);
    }

    private static byte[] Coloured(LabelMap labels, (byte, byte, byte)[] palette) =>
        palette.Length <= 256 ? LabelPng.WriteColoured(labels, palette) : PngEncoder.Encode(ColourMap.Render(labels, palette));

    // 16-bit gray whatever the values are.
    private static byte[] Values(float[] map, RgbImage image) =>
        LabelPng.Write16(new LabelMap(image.Width, image.Height, Array.ConvertAll(map, x => (ushort)Math.Round(ushort.MaxValue * Math.Clamp(x, 0, 1)))));

    private static ClassShare[] Shares(Segmentation result, ClassList classes)
    {
        var ids = result.Labels.Ids;
        var count = new long[classes.Count];
        var (confidence, variance, uncertainty) = (new double[classes.Count], new double[classes.Count], new double[classes.Count]);
        for (var i = 0; i < ids.Length; i++)
        {
            count[ids[i]]++;
            confidence[ids[i]] += result.Confidence[i];
            variance[ids[i]] += result.Variance?[i] ?? double.NaN;
            uncertainty[ids[i]] += result.Uncertainty?[i] ?? double.NaN;
        }

        return
        [
            .. from k in Enumerable.Range(0, classes.Count)
               where count[k] > 0
               orderby count[k] descending
               select new ClassShare(k, classes.Classes[k].Name, (double)count[k] / ids.Length, confidence[k] / count[k], variance[k] / count[k], uncertainty[k] / count[k]),
        ];
    }
}
