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

    /// <summary>Every picture by file name; drawing happens when it is asked for.</summary>
    public IEnumerable<(string File, Func<RgbImage> Draw)> All() =>
    [
        (PictureFiles.Frames, () => FramePicture.Draw(record.Frames, plan)),
        (PictureFiles.Miou, Miou),
        (PictureFiles.Losses, Losses),
        (PictureFiles.Drift, Drift),
        (PictureFiles.Similarity, () => SimilarityPicture.Draw(record.Prototypes)),
        (PictureFiles.VirtualNegatives, () => VirtualNegativePicture.Draw(record.Prototypes, record.VirtualNegatives, plan.Palette)),
    ];

    /// <summary>mIoU of each domain over time; the last point is the final figure.</summary>
    public RgbImage Miou() => LineChart.Render(
        "mIoU by domain",
        [.. plan.Domains.Select(d => new LineSeries(d.Name, [.. record.History.Concat(record.Final).Where(r => r.Domain == d.Name).Select(r => (record.SinceFirstStep(r.Seconds), r.MeanIou))]) { Dots = true })],
        "seconds since the first step",
        "mIoU, %",
        new LineChartOptions { Events = [.. record.Arrivals.Select(a => (a.Seconds, $"arrives: {a.Domain}"))] });

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
