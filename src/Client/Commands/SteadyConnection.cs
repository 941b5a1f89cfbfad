using Prcl.Client.Connection;

namespace Prcl.Client.Commands;

/// <summary>The connection of a command that outlives silos: opened again and again until one answers.</summary>
internal static class SteadyConnection
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Whether a call failed because of the silo, and not of what was asked.</summary>
    public static bool IsLost(Exception failure) => CallRetries.GotLost(failure) || failure is OrleansException;

    /// <summary>Connects again, however long that takes, and says so.</summary>
    public static async Task<PrclClient> Again(CommandCall call)
    {
        call.Terminal.Note($"the silo at {call.Endpoint} doesn't answer; connecting again");
        while (true)
        {
            try
            {
                var client = await call.Reconnect();
                call.Terminal.Note($"connected to {call.Endpoint} again");
                return client;
            }
            catch (NoSiloException)
            {
                await Task.Delay(Period, call.Clock, call.Cancellation);
            }
        }
    }
}
