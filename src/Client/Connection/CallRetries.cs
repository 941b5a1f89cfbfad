using Orleans.Runtime.Messaging;

namespace Prcl.Client.Connection;

/// <summary>
/// Repeats a call that may have got lost. Every call of the contracts tolerates repeats, so all of them go through here.
/// </summary>
internal sealed class CallRetries(TimeProvider clock)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    // Four more attempts that each time out after 30 s would keep a person waiting for minutes.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(45);

    /// <summary>Makes a call, again after a pause when it got lost, until the pauses or the time are used up.</summary>
    public async Task<T> Call<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(cancellation);
            }
            catch (Exception exception) when (GotLost(exception) && attempt < Pauses.Length && clock.GetElapsedTime(began) < Budget)
            {
                await Task.Delay(Pauses[attempt], clock, cancellation);
            }
        }
    }

    /// <inheritdoc cref="Call{T}"/>
    public Task Call(Func<Task> call, CancellationToken cancellation) => Call(
        async () =>
        {
            await call();
            return true;
        },
        cancellation);

    /// <summary>Whether the call, or its answer, may have got lost on the way. While the gateway is down calls fail to connect.</summary>
    public static bool GotLost(Exception exception) => exception is TimeoutException or OrleansMessageRejectionException
        or SiloUnavailableException or ClientNotAvailableException or ConnectionFailedException;
}
