using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;

namespace Prcl.Client.Output;

/// <summary>An image of a run's log with the partition that it is in.</summary>
internal sealed record ImageDocument(
    int Partition,
    long Sequence,
    string Name,
    string Domain,
    ImagePurpose Purpose,
    int Width,
    int Height,
    bool Trained,
    string? Quarantine,
    DateTime StoredUtc,
    string Sha256,
    string? LabelSha256)
{
    /// <summary>The document of an image.</summary>
    public static ImageDocument Of(int partition, ImageInfo image) => new(
        partition,
        image.Sequence,
        image.Name,
        image.Domain,
        image.Purpose,
        image.Width,
        image.Height,
        image.Trained,
        image.Quarantine,
        image.StoredUtc,
        image.Sha256,
        image.LabelSha256);
}
