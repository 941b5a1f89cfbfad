using Prcl.Client.Evaluation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prcl.Client.Output;

/// <summary>A measurement for people.</summary>
internal static class EvaluationView
{
    // A class that a pixel in a thousand is taken for tells nobody anything.
    private const double LeastShare = 0.001;

    /// <summary>A row a class, and what is known of the whole.</summary>
    public static IRenderable Full(EvaluationDocument document)
    {
        var baseline = document.Baseline;
        var table = new ResultTable().Number("Id").Text("Class").Number("IoU %", "Precision", "Recall");
        table = baseline is null ? table : table.Number("Not learning");
        foreach (var entry in document.PerClass)
        {
            string[] row = [Figures.Count(entry.ClassId), entry.ClassName, Figures.Percent(entry.Iou), Figures.Percent(entry.Precision), Figures.Percent(entry.Recall)];
            table.Row(baseline is null ? row : [.. row, Figures.Percent(baseline.PerClass[entry.ClassId].Iou)]);
        }

        var parts = new List<IRenderable>
        {
            table.Drawn,
            new Text($"mIoU {Figures.Percent(document.MeanIou)} % over {document.Images} images, version {document.Version}; {Figures.Percent(document.PixelAccuracy)} % of the pixels are right"),
        };
        if (document.CalibrationError is { } error)
        {
            parts.Add(new Text(
                $"uncertainty tells wrong pixels with an AUROC of {Figures.Short(document.UncertaintyAuroc)} (chance: 0.5); confidence is off by {Figures.Percent(100 * error)} points on average"));
        }

        if (baseline is not null)
        {
            parts.Add(new Text(
                $"learning has gained {Figures.Gain(document.MeanIou - baseline.MeanIou)} points: the baseline, version {baseline.Version}, has {Figures.Percent(baseline.MeanIou)} %"));
        }

        return new Rows(parts);
    }

    /// <summary>What the pixels of each class are taken for, the most frequent first.</summary>
    public static IRenderable Confusion(string[] names, ConfusionCounts counts)
    {
        var table = new ResultTable().Number("Id").Text("Class").Number("Pixels").Text("Taken for, in % of them");
        for (var label = 0; label < names.Length; label++)
        {
            var pixels = counts.Labelled(label);
            var taken = from k in Enumerable.Range(0, names.Length)
                        let share = pixels == 0 ? 0 : (double)counts.Of(label, k) / pixels
                        where share >= LeastShare
                        orderby share descending
                        select $"{names[k]} {Figures.Share(share)}";
            table.Row(Figures.Count(label), names[label], Figures.Count(pixels), string.Join(", ", taken));
        }

        return table.Drawn;
    }
}
