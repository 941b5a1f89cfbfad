namespace Prcl.Grains.Streams;

/// <summary>What a stream grain stores beside its log: trained marks of the folded rounds, as ranges, and doubts.</summary>
public sealed class StreamState
{
    /// <summary>Rounds below this one are folded in.</summary>
    public long Round { get; set; }

    /// <summary>Trained images in the order of training: from, to, from, to… (inclusive).</summary>
    public List<long> Trained { get; set; } = [];

    /// <summary>The first image whose doubt may be kept.</summary>
    public long DoubtsFrom { get; set; }

    /// <summary>Doubts of the images from there on, three bytes each: the level (0: none known), and the class that the doubt lies on, low byte first.</summary>
    public byte[] Doubts { get; set; } = [];

    /// <summary>Incarnations below this one belong to earlier epochs.</summary>
    public long FencedBelow { get; set; }
}
