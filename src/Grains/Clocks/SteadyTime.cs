namespace Prcl.Grains.Clocks;

/// <summary>
/// A silo's time, which never goes back: Orleans can activate no grain any more on a silo whose clock went ahead and came back, until that time has come
/// again. Small steps forward, as time servers make them, are followed at once, a large one when it has lasted for ten minutes (a machine that slept, a
/// clock that was wrong at the start); the way back never, until the silo is started anew.
/// </summary>
/// <param name="wall">The machine's clock, and its count of time that passes.</param>
public sealed class SteadyTime(TimeProvider wall) : TimeProvider
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Belief = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly TimeProvider _wall = wall;
    private readonly DateTimeOffset _began = wall.GetUtcNow();
    private readonly long _timestamp = wall.GetTimestamp();
    private TimeSpan _ahead;
    private long? _doubtedSince;

    /// <inheritdoc/>
    public override long TimestampFrequency => _wall.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _wall.LocalTimeZone;

    /// <summary>The machine's own clock behind a silo's time: for what is said about clocks.</summary>
    /// <param name="time">A silo's time, or any other, which is its own.</param>
    public static TimeProvider WallOf(TimeProvider time) => time is SteadyTime steady ? steady._wall : time;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var passed = _wall.GetElapsedTime(_timestamp);
            var ahead = _wall.GetUtcNow() - _began - passed;
            if (ahead - _ahead <= Step)
            {
                _doubtedSince = null;
                _ahead = ahead > _ahead ? ahead : _ahead;
            }
            else if (_wall.GetElapsedTime(_doubtedSince ??= _wall.GetTimestamp()) >= Belief)
            {
                (_ahead, _doubtedSince) = (ahead, null);
            }

            return _began + passed + _ahead;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => _wall.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _wall.CreateTimer(callback, state, dueTime, period);
}
