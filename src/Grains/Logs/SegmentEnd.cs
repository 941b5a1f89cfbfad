namespace Prcl.Grains.Logs;

/// <summary>How the reading of a segment ended.</summary>
/// <param name="GoodLength">Where the last whole frame ends, in bytes.</param>
/// <param name="TotalLength">The segment's length as read; more than <paramref name="GoodLength"/> when its tail is torn.</param>
/// <param name="IsSealed">Whether the last frame closes the segment.</param>
internal readonly record struct SegmentEnd(long GoodLength, long TotalLength, bool IsSealed);
