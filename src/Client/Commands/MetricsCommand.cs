using System.CommandLine;
using Prcl.Client.Curves;
using Prcl.Client.Output;

namespace Prcl.Client.Commands;

/// <summary><c>prcl metrics</c>: a run's curves, as a table, JSON or CSV.</summary>
internal static class MetricsCommand
{
    private const string StandardOutput = "-";
    private const int RowsShown = 20;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    public static Command Create(CommandFrame frame)
    {
        var csv = new Option<string?>("--csv") { Description = "Write them as CSV, - for standard output; a FILE that has rows already gets those that are new", HelpName = "FILE" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on adding rows to the CSV until Ctrl-C" };
        var scores = new Option<bool>("--scores") { Description = "What was measured, by version and domain, in place of rounds" };
        return frame.Define(
            "metrics",
            "Show a run over time: losses, coverage, uncertainty, speed and backlog by round, or mIoU by version and domain",
            ["prcl metrics", "prcl metrics --csv losses.csv --follow", "prcl metrics --scores --csv -"],
            call =>
            {
                var (path, follows, isScores) = (call.Value(csv), call.Value(follow), call.Value(scores));
                if (path is not null && call.Json)
                {
                    throw new UsageException("--csv and --json are two forms: choose one");
                }

                if (follows && (path is null || isScores))
                {
                    throw new UsageException(path is null ? "--follow adds rows to a CSV, so it goes with --csv; prcl status --follow shows what goes on" : "--follow is of rounds, so it can't go with --scores");
                }

                ICurveTarget? target = path switch { null => null, StandardOutput => new CurveLines(call.Terminal.Out), _ => new CurveFile(path) };
                return isScores ? Scores(call, target) : target is null ? Rounds(call) : Rounds(call, target, follows);
            },
            csv,
            follow,
            scores,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Rounds(CommandCall call)
    {
        var run = await call.Run();
        var points = await (await call.Connect()).Runs.Metrics(run.Name, -1, call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(points);
        }
        else
        {
            Show(call, Curve.Of(points));
        }

        return ExitCode.Done;
    }

    private static async Task<int> Rounds(CommandCall call, ICurveTarget target, bool follows)
    {
        var last = target.Last(Curve.RoundColumns);
        var run = (await call.Run()).Name;
        if (!follows)
        {
            target.Add(Curve.Of(await (await call.Connect()).Runs.Metrics(run, last, call.Cancellation)));
            return ExitCode.Done;
        }

        await Following.Watch(
            call,
            Refresh,
            client => client.Runs.MetricsOnce(run, last),
            points =>
            {
                target.Add(Curve.Of(points));
                last = points.Length > 0 ? points[^1].Round : last;
            },
            call.Terminal.Note);
        return ExitCode.Interrupted;
    }

    private static async Task<int> Scores(CommandCall call, ICurveTarget? target)
    {
        var last = target?.Last(Curve.ScoreColumns) ?? -1;
        var run = (await call.Run()).Name;
        var results = (await (await call.Connect()).Evaluation.History(run, call.Cancellation)).Where(result => result.Version > last).ToArray();
        if (target is not null)
        {
            target.Add(Curve.Of(results));
        }
        else if (call.Json)
        {
            call.Terminal.Json(results.Select(result => new
            {
                result.Version,
                result.Domain,
                result.ImagesTrained,
                result.Seconds,
                result.Images,
                miouPercent = result.MeanIou,
                result.UncertaintyAuroc,
                result.CalibrationError,
            }));
        }
        else
        {
            Show(call, Curve.Of(results));
        }

        return ExitCode.Done;
    }

    private static void Show(CommandCall call, Curve curve)
    {
        var table = new ResultTable().Number([.. curve.Header.Select(name => name.Replace('_', ' '))]);
        foreach (var row in curve.Rows.TakeLast(RowsShown))
        {
            table.Row([.. row.Select(Brief)]);
        }

        call.Terminal.Show(table.Drawn);
        if (curve.Rows.Count > RowsShown)
        {
            call.Terminal.Note($"the newest {RowsShown} of {curve.Rows.Count} rows; --csv and --json have all of them");
        }
    }

    // Four digits of a number, and a time to the second.
    private static string Brief(string cell) => cell.Length == 0 ? Figures.Short(null)
        : cell.EndsWith('Z') ? cell[..19].Replace('T', ' ')
        : cell.Contains('.', StringComparison.Ordinal) && double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Figures.Short(number)
        : cell;
}
