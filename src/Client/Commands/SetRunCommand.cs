using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;

namespace Prcl.Client.Commands;

/// <summary><c>prcl run set</c>: changes settings while the run goes on.</summary>
internal static class SetRunCommand
{
    public static Command Create(CommandFrame frame)
    {
        var name = new Argument<string>("NAME") { Description = $"The run's name: {PrclNames.Rule}" };
        var set = new Option<string[]>("--set") { Description = "A setting that may change while the run exists", HelpName = "name=value", AllowMultipleArgumentsPerToken = true, Required = true };
        return frame.Define(
            "set",
            "Change settings of a run that goes on: learning rate, steps, weights of losses, thresholds, retention",
            ["prcl run set street --set learning-rate=0.003", "prcl run set street --set total-steps=20000 keep-versions=10"],
            call => Carry(call, RunChoice.Checked(call.Value(name)), call.Value(set) ?? []),
            name,
            set,
            frame.Json);
    }

    private static async Task<int> Carry(CommandCall call, string name, string[] pairs)
    {
        var changes = new Dictionary<string, string>(StringComparer.Ordinal);
        RunRequestFiles.Take(pairs, changes);
        var runs = (await call.Connect()).Runs;
        var before = await RunChoice.Choose(runs, name, call.Cancellation);
        var after = await runs.Change(before.Name, changes, before.Revision, call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(RunDocument.Of(after));
            return ExitCode.Done;
        }

        foreach (var setting in changes.Keys.Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.Settings.GetValueOrDefault(setting, ""), after.Settings.GetValueOrDefault(setting, ""));
            call.Terminal.Line(was == now ? $"{setting}: {now}, as before" : $"{setting}: {was} → {now}");
        }

        call.Terminal.Line(after.Revision == before.Revision
            ? $"run {name}: nothing was changed"
            : $"run {name}: revision {after.Revision} of its settings; trainers take it up with their next round");
        return ExitCode.Done;
    }
}
