namespace Prcl.Grains.Notices;

/// <summary>Lets trouble that lasts be told at once, and then now and then, however often it is met.</summary>
/// <param name="time">Tells the time.</param>
/// <param name="pause">How long it isn't told again; null: a minute.</param>
internal sealed class Reminder(TimeProvider time, TimeSpan? pause = null)
{
    private readonly TimeSpan _pause = pause ?? TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _toldAt;

    /// <summary>Whether to tell it now; if so, it counts as told.</summary>
    public bool IsDue()
    {
        lock (_lock)
        {
            if (_toldAt is { } at && time.GetElapsedTime(at) < _pause)
            {
                return false;
            }

            _toldAt = time.GetTimestamp();
            return true;
        }
    }
}
