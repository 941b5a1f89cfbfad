using System.Globalization;
using Prcl.Grains.Blobs;
using Prcl.Grains.Limits;

namespace Prcl.Grains.Room;

/// <summary>
/// Whether the storage has room: tried by a small write now and then, and seen from writes that failed for want of it, since a disk that is full for a
/// checkpoint may have room for a few bytes.
/// </summary>
/// <param name="blobs">The storage.</param>
/// <param name="limits">How much is kept free.</param>
/// <param name="time">Tells the time.</param>
public sealed class StorageRoom(IBlobStore blobs, SiloLimits limits, TimeProvider time)
{
    /// <summary>The least time between two looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // Whoever waits for room tries again within 8 s: what isn't met again within some tries is over.
    private static readonly TimeSpan FullFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const double MegaByte = 1 << 20;

    private readonly Lock _lock = new();
    private Task<RoomReport>? _look;
    private long _lookedAt;
    private (string Fault, long At)? _full;

    /// <summary>The newest look; a new one when it is older than <see cref="Period"/>.</summary>
    public async Task<RoomReport> Look()
    {
        Task<RoomReport> look;
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_lookedAt) >= Period))
            {
                (_lookedAt, _look) = (time.GetTimestamp(), Try());
            }

            look = _look;
        }

        var report = await look;
        lock (_lock)
        {
            return _full is { } full && time.GetElapsedTime(full.At) < FullFor ? report with { Fault = report.Fault ?? full.Fault } : report;
        }
    }

    /// <summary>A write has failed; others learn from it when that was for want of room.</summary>
    internal void Observe(BlobStorageException failure)
    {
        if (failure.IsDiskFull)
        {
            lock (_lock)
            {
                _full = (failure.Message, time.GetTimestamp());
            }
        }
    }

    private async Task<RoomReport> Try()
    {
        try
        {
            var free = await blobs.Probe().WaitAsync(Patience, time);
            return new RoomReport(free, null, free < limits.FreeBytes ? Shortage(free.Value) : null);
        }
        catch (TimeoutException)
        {
            return new RoomReport(null, $"a trial write hasn't ended within {Patience.TotalSeconds} s", null);
        }
        catch (BlobStorageException failure)
        {
            return new RoomReport(failure.IsDiskFull ? 0 : null, failure.Message, failure.IsDiskFull && limits.FreeBytes > 0 ? Shortage(0) : null);
        }
    }

    private string Shortage(long free) => string.Create(
        CultureInfo.InvariantCulture, $"the storage has {free / MegaByte:F0} MB free, less than free-megabytes, {limits.FreeBytes / MegaByte:F0}");
}
