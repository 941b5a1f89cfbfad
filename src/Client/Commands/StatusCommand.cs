using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prcl.Client.Commands;

/// <summary><c>prcl status</c>: what a run is doing, once or until Ctrl-C.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    public static Command Create(CommandFrame frame)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Refresh every second until Ctrl-C; with --json, a line each time" };
        return frame.Define(
            "status",
            "Show what a run is doing",
            ["prcl status --run street", "prcl status --follow", "prcl status --follow --json"],
            call => call.Value(follow) ? Follow(call) : Once(call),
            follow,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Once(CommandCall call)
    {
        var run = await call.Run();
        var client = await call.Connect();
        var status = await client.Runs.Status(run.Name, call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(status);
        }
        else
        {
            if (run.Shown is not null)
            {
                call.Terminal.Line($"{RunChoice.Title(run)}:");
            }

            call.Terminal.Show(StatusView.Full(status, await StatusFacts.Ask(client, run, call.Cancellation)));
        }

        return ExitCode.Done;
    }

    private static async Task<int> Follow(CommandCall call)
    {
        var described = await call.Run();
        var run = described.Name;
        if (call.Json)
        {
            await Watch(call, run, call.Terminal.JsonLine, call.Terminal.Note);
        }
        else if (call.Terminal.IsScreen)
        {
            // What changes slowly is asked for once.
            var facts = await StatusFacts.Ask(await call.Connect(), described, call.Cancellation);
            await call.Terminal.Screen.Live(new Text("")).StartAsync(live =>
            {
                IRenderable last = new Text("");
                return Watch(
                    call,
                    run,
                    status => live.UpdateTarget(last = StatusView.Full(status, facts)),
                    trouble => live.UpdateTarget(new Rows(last, new Text(trouble, new Style(Color.Yellow)))));
            });
        }
        else
        {
            await Watch(call, run, status => call.Terminal.Line(StatusView.Line(status)), call.Terminal.Note);
        }

        return ExitCode.Interrupted;
    }

    private static Task Watch(CommandCall call, string run, Action<RunStatus> show, Action<string> say) =>
        Following.Watch(call, Refresh, client => client.Runs.StatusOnce(run), show, say);
}
