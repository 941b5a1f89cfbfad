using Prcl.Learning.Batches;

namespace Prcl.Grains.Trainers;

/// <summary>A step that is ready, or the end of a round.</summary>
/// <param name="Step">The step; null at the end of a round.</param>
/// <param name="New">The new images that it trains on.</param>
/// <param name="Replayed">The unlabelled images that it trains on again.</param>
/// <param name="Labelled">The labelled images that it trains on.</param>
internal sealed record FeedItem(LoadedStep? Step, IReadOnlyList<FeedImage> New, IReadOnlyList<FeedImage> Replayed, IReadOnlyList<FeedImage> Labelled)
{
    public static FeedItem RoundEnd { get; } = new(null, [], [], []);

    /// <summary>The unlabelled images in the order of the step's batch.</summary>
    public IEnumerable<FeedImage> Unlabelled => New.Concat(Replayed);
}
