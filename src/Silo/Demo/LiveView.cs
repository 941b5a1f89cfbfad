using Prcl.Silo.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prcl.Silo.Demo;

/// <summary>Progress on a screen that can be redrawn.</summary>
/// <param name="console">The screen.</param>
/// <param name="plan">The frames.</param>
/// <param name="time">Tells the time.</param>
internal sealed class LiveView(IAnsiConsole console, DemoPlan plan, TimeProvider time) : IProgressView
{
    private const int BarWidth = 40;

    /// <inheritdoc/>
    public void Say(string line) => console.Write(new Text(line + "\n"));

    /// <inheritdoc/>
    public Task Watch(Func<Action<DemoRecord>, Task> work) =>
        console.Live(new Text("Waiting for the first step …")).StartAsync(live => work(record => live.UpdateTarget(Draw(record))));

    private Rows Draw(DemoRecord record)
    {
        var elapsed = ProgressText.Elapsed(record, time.GetUtcNow());
        var filled = (int)Math.Clamp(BarWidth * (elapsed / record.Duration), 0, BarWidth);
        var parts = new List<IRenderable>
        {
            new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {ProgressText.Clock(elapsed)} of {ProgressText.Clock(record.Duration)}"),
            new Text($"{record.Status?.Phase}  round {record.Status?.Round}  step {record.Steps}/{record.TotalSteps}  {ProgressText.ImagesPerSecond(record):0.0} images/s"),
        };
        if (record.Losses.Count > 0)
        {
            parts.Add(new Text(ProgressText.Losses(record.Losses[^1])));
        }

        var curves = plan.Domains.Select(d => LearningCurve.Of(record, d.Name)).ToArray();
        parts.Add(Domains(record, curves));
        if (curves[0].Forgotten > 0)
        {
            parts.Add(new Text($"forgotten of {curves[0].Domain}: {curves[0].Forgotten:0.0} points"));
        }

        parts.Add(Classes(record));
        return new Rows(parts);
    }

    // The model that goes on learning beside the frozen one, on the same frames.
    private Table Domains(DemoRecord record, LearningCurve[] curves)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Domain", "Streamed", "mIoU %", "frozen", "gain", "over time");
        foreach (var column in table.Columns.Skip(1).SkipLast(1))
        {
            column.RightAligned();
        }

        var left = record.Pushed;
        foreach (var (domain, curve) in plan.Domains.Zip(curves))
        {
            var arrived = Math.Min(left, domain.Streamed.Count);
            left -= arrived;
            var tone = curve.Gain >= 0 ? Color.Green : Color.Red;
            table.AddRow(
                new Text(domain.Name),
                new Text($"{arrived}/{domain.Streamed.Count}"),
                new Text(ProgressText.Miou(curve.Learning.Count > 0 ? curve.Learning[^1].MeanIou : double.NaN)),
                new Text(ProgressText.Miou(curve.Frozen.Count > 0 ? curve.Frozen[^1].Miou : double.NaN)),
                new Text(double.IsFinite(curve.Gain) ? $"{curve.Gain:+0.0;-0.0;0.0}" : "–", new Style(tone)),
                new Text(ProgressText.Spark(curve.Learning.Select(r => r.MeanIou))));
        }

        return table;
    }

    private Table Classes(DemoRecord record)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Class").AddColumns([.. plan.Domains.Select(d => $"IoU {d.Name}")]).AddColumns("Evidence", "Drift");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        var newest = ProgressText.Newest(record).ToDictionary(r => r.Domain, r => r.PerClassIou);
        foreach (var prototype in record.Prototypes)
        {
            var cells = plan.Domains.Select(d => new Text(ProgressText.Miou(newest.TryGetValue(d.Name, out var iou) ? iou[prototype.ClassId] : double.NaN)));
            table.AddRow([new Text(prototype.ClassName), .. cells, new Text(ProgressText.Amount(prototype.Evidence)), new Text($"{prototype.Drift:0.000}")]);
        }

        return table;
    }
}
