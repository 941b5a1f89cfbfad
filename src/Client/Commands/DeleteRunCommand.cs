using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Commands;

/// <summary><c>prcl run delete</c>: what a run takes, and with <c>--yes</c> its end.</summary>
internal static class DeleteRunCommand
{
    private const double MegaByte = 1e6;

    public static Command Create(CommandFrame frame)
    {
        var name = new Argument<string>("NAME") { Description = $"The run's own name, not one that it is shown by: {PrclNames.Rule}" };
        var yes = new Option<bool>("--yes") { Description = "Delete it: this can't be undone" };
        return frame.Define(
            "delete",
            "Say what a run's end would free, or delete it with all its images and versions",
            ["prcl run delete street", "prcl run delete street --yes"],
            call => Carry(call, RunChoice.Checked(call.Value(name)), call.Value(yes)),
            name,
            yes,
            frame.Json);
    }

    private static async Task<int> Carry(CommandCall call, string name, bool isConfirmed)
    {
        var runs = (await call.Connect()).Runs;
        var run = await RunChoice.ChooseOwn(runs, name, call.Cancellation);
        var footprint = await runs.Footprint(run.Name, call.Cancellation);
        if (isConfirmed)
        {
            await runs.Delete(run.Name, footprint.Generation, call.Cancellation);
        }

        if (call.Json)
        {
            call.Terminal.Json(new { Run = run.Name, footprint.Images, footprint.ImageBytes, footprint.OtherBytes, footprint.Versions, footprint.Trainers, IsDeleted = isConfirmed });
        }
        else
        {
            Show(call.Terminal, run.Name, footprint, isConfirmed);
        }

        return isConfirmed ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(Terminal terminal, string run, RunFootprint footprint, bool isDeleted)
    {
        terminal.Line($"run {run}: {Figures.Count(footprint.Images)} images of {Figures.Rate(footprint.ImageBytes / MegaByte)} MB (those that other runs have too stay)");
        terminal.Line($"  versions: {Figures.Count(footprint.Versions)}; with rounds and logs {Figures.Rate(footprint.OtherBytes / MegaByte)} MB");
        if (footprint.Trainers > 0)
        {
            terminal.Line($"  trainers at work for it: {Figures.Count(footprint.Trainers)}");
        }

        terminal.Line(isDeleted ? "deleted; the name is free, and its files go within the next half hour" : "nothing was deleted; --yes deletes it");
    }
}
