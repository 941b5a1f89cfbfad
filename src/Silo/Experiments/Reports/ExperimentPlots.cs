using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Silo.Experiments.Reports;

/// <summary>A line plot of each measure over the phases, a line an arm, as the mean over seeds.</summary>
/// <param name="results">The rows.</param>
internal sealed class ExperimentPlots(ResultSet results)
{
    /// <summary>Every plot by file name; drawing happens when it is asked for. Measures that nobody has are left out.</summary>
    public IEnumerable<(string File, Func<RgbImage> Draw)> All() =>
        from plot in results.Domains.Select(d => (File: $"miou-{d}.png", Title: $"mIoU on {d}", Measure: Measure.All[0], Domains: (IReadOnlyList<string>)[d]))
            .Concat(Measure.All.Select(m => (File: $"{m.Column}.png", Title: $"{m.Name}, mean over the domains", Measure: m, results.Domains)))
        let lines = results.Arms.Select(arm => Line(arm, plot.Measure.Column, plot.Domains)).ToArray()
        where lines.Any(l => l.Points.Any(p => double.IsFinite(p.Y)))
        select (plot.File, new Func<RgbImage>(() => LineChart.Render(plot.Title, lines, "steps", plot.Measure.Name)));

    private LineSeries Line(string arm, string column, IReadOnlyList<string> domains) => new(
        arm,
        [.. from phase in Enumerable.Range(1, results.LastPhase)
            let values = results.Seeds(arm).Select(seed => results.Value(column, arm, seed, phase, domains))
            let steps = results.Value("steps", arm, results.Seeds(arm)[0], phase, results.Domains)
            select (steps, values.Average())])
    {
        Dots = true,
    };
}
