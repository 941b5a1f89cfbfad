namespace Prcl.Chaos.Storage;

/// <summary>A time of slow and failing storage: what happens to a piece of a request or of an answer.</summary>
/// <param name="Delayed">Share of pieces that come late.</param>
/// <param name="Dropped">Share of pieces that get lost with their connection.</param>
/// <param name="Busy">Share of a request's pieces that are answered with 503.</param>
/// <param name="LongestDelay">Delays are up to this long.</param>
internal sealed record Spell(double Delayed, double Dropped, double Busy, TimeSpan LongestDelay)
{
    /// <summary>Slow, and one request in four fails in one way or the other.</summary>
    public static Spell Bad { get; } = new(Delayed: 0.4, Dropped: 0.1, Busy: 0.15, TimeSpan.FromSeconds(1.5));
}
