namespace Prcl.Unit.Grains;

/// <summary>A clock that a test can put forward: leases and deadlines pass at once, timers keep their real pace.</summary>
public sealed class SteppedTime : TimeProvider
{
    private long _ahead;
    private long _jumped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _ahead) - Interlocked.Read(ref _jumped)).TotalSeconds * TimestampFrequency);

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);

    /// <summary>Somebody sets the clock, and no time passes.</summary>
    public void Jump(TimeSpan time)
    {
        Interlocked.Add(ref _jumped, time.Ticks);
        Interlocked.Add(ref _ahead, time.Ticks);
    }
}
