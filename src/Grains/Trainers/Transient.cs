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
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static async Task<T> Retry<T>(Func<Task<T>> work, TimeProvider time, CancellationToken stop)
    {
        for (var wait = First; ; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (Is(failure))
            {
                await Task.Delay(wait, time, stop);
            }
        }
    }

    /// <inheritdoc cref="Retry{T}"/>
    public static Task Retry(Func<Task> work, TimeProvider time, CancellationToken stop) => Retry(
        async () =>
        {
            await work();
            return true;
        },
        time,
        stop);
}
