using System.Numerics;
using System.Text;

namespace Prcl.Grains.Blobs;

/// <summary>
/// Exclusive access to a blob among all threads and processes that share a folder, by 256 shards of names: a semaphore queues the threads
/// of this store, an advisory lock (<c>flock</c>) on the shard's lock file keeps other processes out, and dies with its owner.
/// </summary>
internal sealed class BlobLocks(string folder, DiskThreads disk)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Runs <paramref name="action"/> on a disk thread while nobody else holds the name. Once begun it is not cancelled.</summary>
    /// <exception cref="TimeoutException">Another process kept the lock for 30 s.</exception>
    public async Task<T> Under<T>(string name, Func<T> action, CancellationToken cancellation)
    {
        var shard = Shard(name);
        await _gates[shard].WaitAsync(cancellation);
        try
        {
            return await disk.Run(() =>
            {
                using var held = Take(Path.Combine(folder, shard.ToString("x2", null)));
                return action();
            });
        }
        finally
        {
            _gates[shard].Release();
        }
    }

    /// <summary>Takes the lock file, or null when someone else has it.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException failure) when (IsHeld(failure))
        {
            return null;
        }
    }

    public static FileStream Take(string path)
    {
        var start = Environment.TickCount64;
        for (var pause = 1; ; pause = Math.Min(2 * pause, 16))
        {
            if (TryTake(path) is { } held)
            {
                return held;
            }

            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                throw new TimeoutException($"another process has held the lock '{path}' for {Patience.TotalSeconds} s");
            }

            Thread.Sleep(pause);
        }
    }

    /// <summary>EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    /// <summary>The same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static int Shard(string name)
        => (int)(Encoding.ASCII.GetBytes(name).Aggregate(0u, (crc, letter) => BitOperations.Crc32C(crc, letter)) & 0xFF);
}
