namespace Prcl.Grains.Trainers;

/// <summary>A stored image can't be read; says which.</summary>
internal sealed class ImageLoadException(FeedImage image, Exception cause) : Exception($"{image.Info.Name} ({image.Info.Sha256}): {cause.Message}", cause)
{
    public FeedImage Image { get; } = image;
}
