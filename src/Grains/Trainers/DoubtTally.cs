using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Streams.Doubts;
using Prcl.Learning.Uncertainty;

namespace Prcl.Grains.Trainers;

/// <summary>How much the unlabelled images of a trainer's part of a round were in doubt: the last look at each counts.</summary>
internal sealed class DoubtTally
{
    private readonly SortedDictionary<(int Partition, long Sequence), ImageDoubt> _doubts = [];

    /// <summary>A step has looked at images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="doubts">Their doubts, in that order; none, or null for an image that wasn't looked at.</param>
    public void Look(IEnumerable<FeedImage> images, IEnumerable<ImageDoubt?> doubts)
    {
        foreach (var (image, doubt) in images.Zip(doubts))
        {
            if (doubt is { } known)
            {
                _doubts[(image.Partition, image.Info.Sequence)] = known;
            }
        }
    }

    /// <summary>What is reported.</summary>
    public ReportedDoubts[] Report() =>
    [
        .. _doubts.GroupBy(d => d.Key.Partition).Select(partition => new ReportedDoubts(
            partition.Key,
            SequenceRanges.Pack(partition.Select(d => d.Key.Sequence)),
            [.. partition.Select(d => DoubtLevel.Of(d.Value.Mean))],
            [.. partition.Select(d => d.Value.ClassId)])),
    ];
}
