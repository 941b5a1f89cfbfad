using Prcl.Contracts.Prototypes;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Prcl.Silo.Demo;

namespace Prcl.Silo.Reports;

/// <summary>The report's charts; each is drawn from what there is, if need be from nothing.</summary>
/// <param name="record">What the demo has seen.</param>
/// <param name="plan">Classes and domains.</param>
internal sealed class ReportPictures(DemoRecord record, DemoPlan plan)
{
    private const int MostPoints = 400;
    private static readonly (byte R, byte G, byte B)[] Colours = [(221, 132, 20), (76, 86, 175), (10, 125, 108), (179, 64, 42), (120, 120, 120)];

    /// <summary>Every picture by file name; drawing happens when it is asked for.</summary>
    public IEnumerable<(string File, Func<RgbImage> Draw)> All() =>
    [
        (PictureFiles.Miou, Miou),
        (PictureFiles.Doubts, () => FramePicture.Draw("The frames most in doubt", record.Doubts, plan)),
        (PictureFiles.Frames, () => FramePicture.Draw("Evaluation frames, seen by no training", record.Frames, plan)),
        (PictureFiles.Losses, Losses),
        (PictureFiles.Drift, Drift),
        (PictureFiles.Similarity, () => SimilarityPicture.Draw(record.Prototypes)),
        (PictureFiles.VirtualNegatives, () => VirtualNegativePicture.Draw(record.Prototypes, record.VirtualNegatives, plan.Palette)),
    ];

    /// <summary>mIoU of each domain over time, beside the frozen model's; the last point is the final figure.</summary>
    public RgbImage Miou() => LineChart.Render(
        "mIoU by domain",
        [.. plan.Domains.SelectMany((d, i) => Lines(LearningCurve.Of(record, d.Name), Colours[i % Colours.Length]))],
        "seconds since the first step",
        "mIoU, %",
        new LineChartOptions { Events = [.. record.Arrivals.Select(a => (a.Seconds, $"arrives: {a.Domain}"))] });

    private IEnumerable<LineSeries> Lines(LearningCurve curve, (byte R, byte G, byte B) colour) =>
    [
        new($"{curve.Domain}, frozen", [.. curve.Frozen.Select(f => (record.SinceFirstStep(f.Seconds), f.Miou))]) { Colour = colour, Dashed = true },
        new(curve.Domain, [.. curve.Learning.Select(r => (record.SinceFirstStep(r.Seconds), r.MeanIou))]) { Colour = colour, Dots = true },
    ];

    /// <summary>Losses and coverage over the steps, each point the mean of its neighbours.</summary>
    public RgbImage Losses()
    {
        var groups = record.Losses.Chunk(Math.Max(1, (record.Losses.Count + MostPoints - 1) / MostPoints)).ToArray();
        LineSeries Series(string name, Func<Contracts.Trainers.StepLosses, double> value) => new(name, [.. groups.Select(g => (g.Average(l => (double)l.Step), g.Average(value)))]);
        return LineChart.Render(
            "Losses",
            [
                Series("L", l => l.Total),
                Series("L_s supervised", l => l.Supervised),
                Series("L_u unsupervised", l => l.Unsupervised),
                Series("L_c contrastive", l => l.Contrastive),
                Series("coverage of confident pseudo-labels", l => l.Coverage) with { Dashed = true },
            ],
            "step",
            "loss; share (logarithmic)",
            new LineChartOptions { LogarithmicY = true });
    }

    /// <summary>How far each prototype moved in each round.</summary>
    public RgbImage Drift() => LineChart.Render(
        "Prototype drift per round",
        [.. record.Prototypes.Select((PrototypeView p) => new LineSeries(p.ClassName, [.. p.DriftHistory.Select(d => ((double)d.Round, d.Distance))]) { Colour = plan.Palette[p.ClassId], Dots = true })],
        "round",
        "L2 distance of normalised means",
        new LineChartOptions { Events = [.. record.Arrivals.GroupBy(a => a.Round).Select(r => ((double)r.Key, "arrives: " + string.Join(", ", r.Select(a => a.Domain))))] });
}
