using System.Diagnostics;

namespace Prcl.Silo.Reports;

/// <summary>Samples this process's resident memory every few seconds until it is disposed.</summary>
internal sealed class MemorySampler : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time;
    private readonly Func<long> _resident;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<MemoryPoint> _points = [];

    /// <summary>Starts to sample.</summary>
    /// <param name="time">Tells the time.</param>
    /// <param name="resident">Resident bytes now; null asks the system.</param>
    public MemorySampler(TimeProvider time, Func<long>? resident = null)
    {
        (_time, _resident, _start) = (time, resident ?? Resident, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Sample(), null, TimeSpan.Zero, Period);
    }

    /// <summary>The samples so far.</summary>
    public IReadOnlyList<MemoryPoint> Points
    {
        get
        {
            lock (_lock)
            {
                return [.. _points];
            }
        }
    }

    /// <summary>The largest that was resident: as the system counted, and never below a sample.</summary>
    public long Peak
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return Math.Max(process.PeakWorkingSet64, Points.Select(p => p.Bytes).DefaultIfEmpty(0).Max());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static long Resident() => Environment.WorkingSet;

    private void Sample()
    {
        var point = new MemoryPoint(_time.GetElapsedTime(_start).TotalSeconds, _resident());
        lock (_lock)
        {
            _points.Add(point);
        }
    }
}
