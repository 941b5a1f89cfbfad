using System.Globalization;

namespace Prcl.Grains.Clocks;

/// <summary>
/// Compares the clock on the wall with the time that has passed since the silo started: one that somebody has set meanwhile is doubted, until it is right
/// again or has stayed as it is for a day. Small steps, as time servers make them, are followed.
/// </summary>
public sealed class ClockWatch
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Belief = TimeSpan.FromDays(1);
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _wall;
    private readonly long _began;
    private TimeSpan _believed;
    private (TimeSpan Ahead, long Since)? _jump;

    /// <summary>Begins to watch.</summary>
    /// <param name="time">Tells both times.</param>
    public ClockWatch(TimeProvider time) => (_time, _wall, _began) = (time, time.GetUtcNow(), time.GetTimestamp());

    /// <summary>Why ages can't be told now, as a phrase; null when they can.</summary>
    public string? Doubt()
    {
        lock (_lock)
        {
            var ahead = _time.GetUtcNow() - _wall - _time.GetElapsedTime(_began);
            if (IsNear(ahead, _believed))
            {
                (_believed, _jump) = (ahead, null);
                return null;
            }

            var jump = _jump is { } known && IsNear(ahead, known.Ahead) ? known : (Ahead: ahead, Since: _time.GetTimestamp());
            if (_time.GetElapsedTime(jump.Since) >= Belief)
            {
                (_believed, _jump) = (ahead, null);
                return null;
            }

            _jump = jump;
            var by = ahead - _believed;
            return string.Create(
                CultureInfo.InvariantCulture, $"the silo's clock was set {(by > TimeSpan.Zero ? "forward" : "back")} by {by.Duration().TotalHours:F1} hours while it ran");
        }
    }

    private static bool IsNear(TimeSpan one, TimeSpan other) => (one - other).Duration() <= Step;
}
