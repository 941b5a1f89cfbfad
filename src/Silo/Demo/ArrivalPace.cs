namespace Prcl.Silo.Demo;

/// <summary>How many of the streamed frames should have arrived at a moment: evenly over a time, the first at once.</summary>
/// <param name="count">Frames.</param>
/// <param name="duration">Time between the first and the last.</param>
internal sealed class ArrivalPace(int count, TimeSpan duration)
{
    /// <summary>Frames that should have arrived.</summary>
    /// <param name="elapsed">Time since the first step.</param>
    public int DueAfter(TimeSpan elapsed) => elapsed < TimeSpan.Zero ? 0
        : elapsed >= duration ? count
        : Math.Min(count, 1 + (int)(count * (elapsed / duration)));
}
