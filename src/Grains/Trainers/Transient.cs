using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;

namespace Prcl.Grains.Trainers;

/// <summary>Failures that pass: storage or a silo doesn't answer for a while. What is retried must be idempotent.</summary>
internal static class Transient
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Whether waiting may help.</summary>
    public static bool Is(Exception failure) => failure is BlobStorageException { IsRetryable: true } or LogBacklogException or LogConflictException or StaleActivationException or TimeoutException or OrleansException;

    /// <summary>Tries until it works, waiting longer each time.</summary>
    /// <param name="work">What is tried.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="wait">Told of failures, for those who wonder why nothing happens.</param>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static async Task<T> Retry<T>(Func<Task<T>> work, TimeProvider time, CancellationToken stop, LongWait? wait = null)
    {
        using var attempt = wait?.Begin();
        for (var pause = First; ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (Is(failure))
            {
                attempt?.Failed(failure);
                await Task.Delay(pause, time, stop);
            }
        }
    }

    /// <inheritdoc cref="Retry{T}(Func{Task{T}}, TimeProvider, CancellationToken, LongWait)"/>
    public static Task Retry(Func<Task> work, TimeProvider time, CancellationToken stop, LongWait? wait = null) => Retry(
        async () =>
        {
            await work();
            return true;
        },
        time,
        stop,
        wait);
}
