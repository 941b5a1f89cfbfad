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
    private readonly DateTimeOffset _began = wall.GetUtcNow();
    private readonly long _timestamp = wall.GetTimestamp();
    private TimeSpan _ahead;
    private long? _doubtedSince;

    /// <summary>The machine's own clock.</summary>
    public TimeProvider Wall => wall;

    /// <inheritdoc/>
    public override long TimestampFrequency => wall.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var passed = wall.GetElapsedTime(_timestamp);
            var ahead = wall.GetUtcNow() - _began - passed;
            if (ahead - _ahead <= Step)
            {
                _doubtedSince = null;
                _ahead = ahead > _ahead ? ahead : _ahead;
            }
            else if (wall.GetElapsedTime(_doubtedSince ??= wall.GetTimestamp()) >= Belief)
            {
                (_ahead, _doubtedSince) = (ahead, null);
            }

            return _began + passed + _ahead;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => wall.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, dueTime, period);
}
