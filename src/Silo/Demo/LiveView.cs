using Prcl.Contracts.Prototypes;
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

        parts.Add(new Columns(Domains(record), Prototypes(record.Prototypes)) { Expand = false });
        return new Rows(parts);
    }

    private Table Domains(DemoRecord record)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Domain", "Streamed", "mIoU %");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        var newest = ProgressText.Newest(record).ToDictionary(r => r.Domain, r => r.MeanIou);
        var left = record.Pushed;
        foreach (var domain in plan.Domains)
        {
            var arrived = Math.Min(left, domain.Streamed.Count);
            left -= arrived;
            table.AddRow(new Text(domain.Name), new Text($"{arrived}/{domain.Streamed.Count}"), new Text(newest.TryGetValue(domain.Name, out var miou) ? $"{miou:0.0}" : "–"));
        }

        return table;
    }

    private static Table Prototypes(PrototypeView[] prototypes)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Prototype", "Evidence", "Drift");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var prototype in prototypes)
        {
            table.AddRow(new Text(prototype.ClassName), new Text(ProgressText.Amount(prototype.Evidence)), new Text($"{prototype.Drift:0.000}"));
        }

        return table;
    }
}
