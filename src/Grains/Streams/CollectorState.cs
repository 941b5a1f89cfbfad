namespace Prcl.Grains.Streams;

/// <summary>What a stream's collector stores.</summary>
public sealed class CollectorState
{
    /// <summary>Files of deletions below this one are gone, or something else's.</summary>
    public long CollectedBelow { get; set; }
}
