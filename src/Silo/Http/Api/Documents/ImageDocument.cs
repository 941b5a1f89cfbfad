using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>An image of a run.</summary>
/// <param name="Sha256">Its name: the SHA-256 of its file.</param>
/// <param name="LabelSha256">The SHA-256 of its label; null when it has none.</param>
/// <param name="Name">The file's name as pushed.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Purpose">To learn from or to measure with.</param>
/// <param name="Width">Columns, upright.</param>
/// <param name="Height">Rows, upright.</param>
/// <param name="Bytes">The file's size; 0 where it isn't known.</param>
/// <param name="Trained">Whether a committed round has learned from it without its label.</param>
/// <param name="Quarantine">The error that took it out; null when none did.</param>
/// <param name="StoredUtc">When it was logged.</param>
/// <param name="Partition">The partition of the log.</param>
/// <param name="Sequence">Its place there.</param>
/// <param name="Doubt">Its mean uncertainty when a trainer last looked at it without a label, 0 to 1; null where none has, or long ago.</param>
/// <param name="DoubtClass">The predicted class that most of the doubt lies on; null likewise.</param>
internal sealed record ImageDocument(
    string Sha256,
    string? LabelSha256,
    string Name,
    string Domain,
    ImagePurpose Purpose,
    int Width,
    int Height,
    long Bytes,
    bool Trained,
    string? Quarantine,
    DateTime StoredUtc,
    int Partition,
    long Sequence,
    double? Doubt,
    int? DoubtClass)
{
    /// <summary>The document of an image.</summary>
    public static ImageDocument Of(int partition, ImageInfo image) => new(
        image.Sha256, image.LabelSha256, image.Name, image.Domain, image.Purpose, image.Width, image.Height, image.Bytes, image.Trained, image.Quarantine,
        image.StoredUtc, partition, image.Sequence, image.Doubt?.Mean, image.Doubt?.ClassId);
}
