using System.CommandLine;
using Prcl.Client.Connection;
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

    // A silo that is gone may leave a call without an answer; a person who watches wants to know soon.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

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

    private static async Task Watch(CommandCall call, string run, Action<RunStatus> show, Action<string> say)
    {
        var client = await call.Connect();
        using var timer = new PeriodicTimer(Refresh, call.Clock);
        do
        {
            try
            {
                show(await client.Runs.StatusOnce(run).WaitAsync(Patience, call.Clock, call.Cancellation));
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                say($"the silo at {call.Endpoint} doesn't answer; connecting again");
                client = await ConnectAgain(call, say);
            }
        }
        while (await timer.WaitForNextTickAsync(call.Cancellation));
    }

    private static async Task<PrclClient> ConnectAgain(CommandCall call, Action<string> say)
    {
        while (true)
        {
            try
            {
                var client = await call.Reconnect();
                say($"connected to {call.Endpoint} again");
                return client;
            }
            catch (NoSiloException exception)
            {
                say($"{exception.Message}; trying again");
                await Task.Delay(Refresh, call.Clock, call.Cancellation);
            }
        }
    }
}
