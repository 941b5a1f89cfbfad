using Prcl.Client.Connection;

namespace Prcl.Client.Commands;

/// <summary>Asks a run again and again until Ctrl-C; says when the silo is gone, and connects again.</summary>
internal static class Following
{
    // A silo that is gone may leave a call without an answer; a person who watches wants to know soon.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <param name="call">The command.</param>
    /// <param name="pause">From one question to the next.</param>
    /// <param name="ask">The question, made once each time.</param>
    /// <param name="show">Takes the answer.</param>
    /// <param name="say">Takes a line about the connection.</param>
    public static async Task Watch<T>(CommandCall call, TimeSpan pause, Func<PrclClient, Task<T>> ask, Action<T> show, Action<string> say)
    {
        var client = await call.Connect();
        using var timer = new PeriodicTimer(pause, call.Clock);
        do
        {
            try
            {
                show(await ask(client).WaitAsync(Patience, call.Clock, call.Cancellation));
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                say($"the silo at {call.Endpoint} doesn't answer; connecting again");
                client = await ConnectAgain(call, pause, say);
            }
        }
        while (await timer.WaitForNextTickAsync(call.Cancellation));
    }

    private static async Task<PrclClient> ConnectAgain(CommandCall call, TimeSpan pause, Action<string> say)
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
                await Task.Delay(pause, call.Clock, call.Cancellation);
            }
        }
    }
}
