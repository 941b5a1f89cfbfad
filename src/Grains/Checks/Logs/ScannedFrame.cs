namespace Prcl.Grains.Checks.Logs;

/// <summary>A whole frame of a damaged log.</summary>
/// <param name="Index">The number of its first record in the log.</param>
/// <param name="Records">The records.</param>
/// <param name="IsSeal">Whether it closes its segment.</param>
internal sealed record ScannedFrame(long Index, byte[][] Records, bool IsSeal);
