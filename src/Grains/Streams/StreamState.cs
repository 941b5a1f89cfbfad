namespace Prcl.Grains.Streams;

/// <summary>What a stream grain stores beside its log: trained marks of the folded rounds, as ranges.</summary>
public sealed class StreamState
{
    /// <summary>Rounds below this one are folded in.</summary>
    public long Round { get; set; }

    /// <summary>Trained images in the order of training: from, to, from, to… (inclusive).</summary>
    public List<long> Trained { get; set; } = [];

    /// <summary>Incarnations below this one belong to earlier epochs.</summary>
    public long FencedBelow { get; set; }
}
