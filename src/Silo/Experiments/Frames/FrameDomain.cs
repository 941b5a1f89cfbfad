using Prcl.Images.Datasets;
using Prcl.Learning.Datasets;
using Prcl.Silo.Experiments.Protocols;

namespace Prcl.Silo.Experiments.Frames;

/// <summary>A domain's frames by what they are for. No frame is in both lists.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Streamed">Arrive in this order; those that are labelled are among them.</param>
/// <param name="Evaluation">To measure on, with labels; they never enter training.</param>
internal sealed record FrameDomain(string Name, IReadOnlyList<Frame> Streamed, IReadOnlyList<Frame> Evaluation)
{
    /// <summary>Those of the streamed ones of which some are learned from with their label.</summary>
    public IReadOnlyList<Frame> Labelled { get; init; } = Streamed;

    /// <summary>Divides frames as a protocol says: first those that stream in, then a gap, the rest for evaluation.</summary>
    /// <exception cref="DatasetException">There are too few, or one for evaluation has no label.</exception>
    public static FrameDomain Divide(string name, Frame[] frames, Protocol protocol)
    {
        var streamed = StreamSplit.CountStreamed(frames.Length, protocol.StreamedShare);
        if (streamed == 0 || frames.Length <= streamed + protocol.Gap)
        {
            throw new DatasetException(
                name, $"of its {frames.Length} frames {streamed} would stream in and none be left for evaluation after a gap of {protocol.Gap}; both need at least one");
        }

        var evaluation = frames[(streamed + protocol.Gap)..];
        return evaluation.FirstOrDefault(f => f.LoadLabel is null) is { } bare
            ? throw new DatasetException(bare.Name, "the frame is for evaluation but has no label")
            : new FrameDomain(name, frames[..streamed], evaluation);
    }
}
