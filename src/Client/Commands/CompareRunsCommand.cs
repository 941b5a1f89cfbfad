using System.CommandLine;
using Prcl.Client.Compare;
using Prcl.Client.Output;
using Prcl.Contracts;

namespace Prcl.Client.Commands;

/// <summary><c>prcl run compare</c>: two runs, or versions, side by side.</summary>
internal static class CompareRunsCommand
{
    public static Command Create(CommandFrame frame)
    {
        var a = new Argument<string>("A") { Description = "A run, or a version of it: street, street:12, street:best" };
        var b = new Argument<string>("B") { Description = "The other one" };
        return frame.Define(
            "compare",
            "Set two runs, or versions, side by side: settings that differ, and the scores that were measured in the background",
            ["prcl run compare street avenue", "prcl run compare street:baseline street:best"],
            call => Carry(call, call.Value(a), call.Value(b)),
            a,
            b,
            frame.Json);
    }

    private static async Task<int> Carry(CommandCall call, string a, string b)
    {
        var client = await call.Connect();
        var (ours, theirs) = (await RunSide.Find(client, a, call.Cancellation), await RunSide.Find(client, b, call.Cancellation));
        var comparison = Comparison.Of(ours, theirs);
        if (call.Json)
        {
            call.Terminal.Json(comparison);
            return ExitCode.Done;
        }

        Show(call.Terminal, comparison);
        foreach (var side in new[] { ours, theirs }.Where(s => s.Scores.Count == 0))
        {
            call.Terminal.Note(side.Version is null
                ? $"{side.Name}: nothing was measured yet; push images with --purpose evaluate"
                : $"{side.Name}: this version wasn't measured, or its score was thinned away; \"prcl models\" shows those that have one");
        }

        return ExitCode.Done;
    }

    private static void Show(Terminal terminal, Comparison comparison)
    {
        if (comparison.Settings.Count == 0)
        {
            terminal.Line("no setting differs");
        }
        else
        {
            var settings = new ResultTable().Text("Setting", comparison.A, comparison.B);
            foreach (var setting in comparison.Settings)
            {
                settings.Row(setting.Name, setting.A ?? "–", setting.B ?? "–");
            }

            terminal.Show(settings.Drawn);
        }

        foreach (var domain in comparison.Domains)
        {
            terminal.Line($"domain {domain.Domain}: {Side(domain.VersionA, domain.ImagesA)} beside {Side(domain.VersionB, domain.ImagesB)}");
            var scores = new ResultTable().Text("IoU %").Number(comparison.A, comparison.B, "Difference");
            Row(scores, "mean", domain.MeanIouA, domain.MeanIouB);
            foreach (var entry in domain.Classes)
            {
                Row(scores, entry.Name, entry.A, entry.B);
            }

            terminal.Show(scores.Drawn);
        }
    }

    private static string Side(long? version, int? images) => version is null ? "nothing measured" : $"version {version} on {Figures.Count(images ?? 0)} frames";

    private static void Row(ResultTable table, string name, double? a, double? b) => table.Row(
        Printable.Of(name), Figures.Percent(a ?? double.NaN), Figures.Percent(b ?? double.NaN), Figures.Gain(b - a ?? double.NaN));
}
