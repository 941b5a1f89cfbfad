using Prcl.Contracts.Streams;

namespace Prcl.Grains.Streams;

/// <summary>Puts a partition's images into another order than the log's: by place, a larger one first, and the newer first of equals.</summary>
internal static class ImageRanking
{
    /// <summary>Images newest first, those after a place. The log's order holds within a partition, whatever its clocks said: an image counts as no newer than any that follows it.</summary>
    /// <param name="backwards">The images, last of the log first.</param>
    /// <param name="place">The place.</param>
    /// <param name="belowSequence">Which images of that place come after it.</param>
    public static IEnumerable<PlacedImage> Newest(IEnumerable<ImageInfo> backwards, long place, long belowSequence) =>
        Dated(backwards).SkipWhile(placed => !IsAfter(placed, place, belowSequence));

    /// <summary>Images most in doubt first, those after a place, without those of which no doubt is known.</summary>
    /// <param name="images">The images.</param>
    /// <param name="levelOf">The level of an image's doubt; 0: none is known.</param>
    /// <param name="place">The place.</param>
    /// <param name="belowSequence">Which images of that place come after it.</param>
    public static IEnumerable<PlacedImage> Doubt(IEnumerable<ImageInfo> images, Func<long, byte> levelOf, long place, long belowSequence) => images
        .Select(image => new PlacedImage(image, levelOf(image.Sequence)))
        .Where(placed => placed.Place > 0 && IsAfter(placed, place, belowSequence))
        .OrderByDescending(placed => placed.Place).ThenByDescending(placed => placed.Image.Sequence);

    private static IEnumerable<PlacedImage> Dated(IEnumerable<ImageInfo> backwards)
    {
        var place = long.MaxValue;
        foreach (var image in backwards)
        {
            place = Math.Min(place, image.StoredUtc.Ticks);
            yield return new PlacedImage(image, place);
        }
    }

    private static bool IsAfter(PlacedImage placed, long place, long belowSequence) =>
        placed.Place < place || (placed.Place == place && placed.Image.Sequence < belowSequence);
}
