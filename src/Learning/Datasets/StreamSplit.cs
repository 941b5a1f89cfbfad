using Prcl.Images.Datasets;

namespace Prcl.Learning.Datasets;

/// <summary>
/// Divides domains that come one after the other into what streams in, what of it is labelled, and what is kept for evaluation.
/// </summary>
/// <remarks>
/// Of n frames the first 2·⌊share·n/2⌋ stream in (with a share of 0.6: 122 of 204, 60 of 101, 36 of 62, the counts of CamVid-Stream),
/// then come the frames of the gap, and the rest is evaluation (77, 36, 21). Labelled are the frames round(i·(streamed − 1)/(count − 1)) of the
/// first domain, halves to even.
/// </remarks>
public sealed class StreamSplit
{
    private StreamSplit(IReadOnlyList<DomainSplit> domains) => Domains = domains;

    /// <summary>The domains in the order they stream in.</summary>
    public IReadOnlyList<DomainSplit> Domains { get; }

    /// <summary>
    /// Divides the domains in their given order, or, when none was given, from the one with the most frames to the one with the fewest
    /// (equal ones by name), since the largest is where labels go the furthest.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="DatasetException">A domain is too short for the split, or a labelled or evaluation frame has no label.</exception>
    public static StreamSplit Of(DomainSet domains, StreamSplitOptions? options = null) => new(
        [.. Order(domains).Select((domain, index) => Divide(domain, isFirst: index == 0, Validate(options ?? new StreamSplitOptions())))]);

    /// <summary>How many of <paramref name="frames"/> stream in.</summary>
    public static int CountStreamed(int frames, decimal share) => 2 * (int)(share * frames / 2);

    /// <summary><paramref name="labelled"/> indices evenly spaced over 0 … <paramref name="streamed"/> − 1; only the first when one is asked for.</summary>
    public static IReadOnlyList<int> LabelledIndices(int streamed, int labelled) =>
        [.. Enumerable.Range(0, labelled).Select(i => labelled == 1 ? 0 : (int)Math.Round((decimal)i * (streamed - 1) / (labelled - 1), MidpointRounding.ToEven))];

    private static IEnumerable<FolderDataset> Order(DomainSet set) => set.IsOrderGiven
        ? set.Domains
        : set.Domains.OrderByDescending(domain => domain.Items.Count).ThenBy(domain => domain.Name, StringComparer.Ordinal);

    private static DomainSplit Divide(FolderDataset domain, bool isFirst, StreamSplitOptions options)
    {
        var (items, streamed) = (domain.Items, CountStreamed(domain.Items.Count, options.StreamedShare));
        if (streamed == 0 || items.Count <= streamed + options.Gap)
        {
            throw new DatasetException(
                domain.FullPath,
                $"of its {items.Count} frames {streamed} would stream in and {Math.Max(0, items.Count - streamed - options.Gap)} be left for evaluation after a gap of {options.Gap}; both need at least one");
        }

        if (isFirst && options.LabelledCount > streamed)
        {
            throw new DatasetException(domain.FullPath, $"{options.LabelledCount} frames should be labelled, but only {streamed} stream in");
        }

        DatasetItem[] labelled = isFirst ? [.. LabelledIndices(streamed, options.LabelledCount).Select(index => items[index])] : [];
        DatasetItem[] evaluation = [.. items.Skip(streamed + options.Gap)];
        return labelled.Concat(evaluation).FirstOrDefault(item => item.LabelPath is null) is { } bare
            ? throw new DatasetException(bare.ImagePath, "the image has no label, but the split needs one for training or evaluation")
            : new DomainSplit(domain, [.. items.Take(streamed)], labelled, evaluation);
    }

    private static StreamSplitOptions Validate(StreamSplitOptions options)
    {
        if (options.StreamedShare is <= 0 or >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.StreamedShare, $"{nameof(options.StreamedShare)} must be above 0 and below 1.");
        }

        if (options.Gap < 0 || options.LabelledCount < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"{nameof(options.Gap)} ({options.Gap}) must be 0 or more, {nameof(options.LabelledCount)} ({options.LabelledCount}) 1 or more.");
        }

        return options;
    }
}
