namespace Prcl.Unit.Grains;

/// <summary>A clock that a test can put forward: leases and deadlines pass at once, timers keep their real pace.</summary>
public sealed class SteppedTime : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
