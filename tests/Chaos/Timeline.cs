using System.Diagnostics;
using System.Globalization;

namespace Prcl.Chaos;

/// <summary>
/// Seconds since the program began, and a line of what happens. It stands still while the program itself is stopped, since on a machine that is
/// shared, or put to sleep, everything stops together, and nothing can be measured.
/// </summary>
internal sealed class Timeline : IDisposable
{
    private const int TickMilliseconds = 100;
    private const double LongestTick = 3;
    private readonly Lock _lock = new();
    private readonly List<(double At, double Seconds)> _stops = [];
    private readonly Timer _ticking;
    private long _last = Stopwatch.GetTimestamp();
    private double _now;

    /// <summary>Begins.</summary>
    public Timeline() => _ticking = new Timer(_ => Tick(), null, TickMilliseconds, TickMilliseconds);

    /// <summary>Seconds since the beginning.</summary>
    public double Now => Tick();

    /// <summary>When it stood still, and for how long.</summary>
    public (double At, double Seconds)[] Stops
    {
        get
        {
            lock (_lock)
            {
                return [.. _stops];
            }
        }
    }

    /// <summary>Tells a person.</summary>
    public void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Now,7:F1}  {what}"));

    /// <inheritdoc/>
    public void Dispose() => _ticking.Dispose();

    private double Tick()
    {
        lock (_lock)
        {
            var elapsed = Stopwatch.GetElapsedTime(_last).TotalSeconds;
            _last = Stopwatch.GetTimestamp();
            if (elapsed > LongestTick)
            {
                _stops.Add((_now, elapsed));
            }
            else
            {
                _now += elapsed;
            }

            return _now;
        }
    }
}
