using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;

namespace Prcl.Client.Commands;

/// <summary><c>prcl run rename</c>: another name for people.</summary>
internal static class RenameRunCommand
{
    public static Command Create(CommandFrame frame)
    {
        var name = new Argument<string>("NAME") { Description = "The run" };
        var shown = new Argument<string?>("SHOWN") { Description = $"The name that it is shown and called by: {PrclNames.Rule} [default: its own again]", Arity = ArgumentArity.ZeroOrOne };
        return frame.Define(
            "rename",
            "Show a run by another name, which commands take too; its own stays",
            ["prcl run rename street avenue", "prcl run rename street"],
            call => Carry(call, RunChoice.Checked(call.Value(name)), call.Optional(shown) is { } given ? RunChoice.Checked(given) : null),
            name,
            shown,
            frame.Json);
    }

    private static async Task<int> Carry(CommandCall call, string name, string? shown)
    {
        var runs = (await call.Connect()).Runs;
        var run = await RunChoice.Choose(runs, name, call.Cancellation);
        var renamed = await runs.Rename(run.Name, shown ?? run.Name, call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(RunDocument.Of(renamed));
        }
        else
        {
            call.Terminal.Line(renamed.Shown is { } now ? $"run {renamed.Name} is shown as {now}; both names are taken" : $"run {renamed.Name} is shown by its own name");
        }

        return ExitCode.Done;
    }
}
