using Prcl.Contracts.Ingest;

namespace Prcl.Contracts.Streams;

/// <summary>One image of a run's log.</summary>
/// <param name="Sequence">Its place in its partition's order, from 0.</param>
/// <param name="Sha256">64 lower-case hex digits; the blob's name.</param>
/// <param name="LabelSha256">The newest label's hash, or null.</param>
/// <param name="Name">The file's name as pushed.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Purpose">To learn from or to measure with.</param>
/// <param name="Width">Columns, upright.</param>
/// <param name="Height">Rows, upright.</param>
/// <param name="Trained">Whether a committed round has trained on it without its label.</param>
/// <param name="Quarantine">The error that took it out, or null.</param>
/// <param name="StoredUtc">When it was logged.</param>
/// <param name="Bytes">The image file's size; 0 where it was logged before sizes were.</param>
/// <param name="Doubt">How much it was in doubt when a trainer last looked at it; null where none has, long ago, or nobody was asked for it (leases, pools).</param>
/// <param name="Trace">The trace that it came with, as W3C's traceparent; null where it isn't known (any more), or nobody was asked for it (all but leases and pools).</param>
[GenerateSerializer, Immutable, Alias("prcl.image-info")]
public sealed record ImageInfo(
    [property: Id(0)] long Sequence,
    [property: Id(1)] string Sha256,
    [property: Id(2)] string? LabelSha256,
    [property: Id(3)] string Name,
    [property: Id(4)] string Domain,
    [property: Id(5)] ImagePurpose Purpose,
    [property: Id(6)] int Width,
    [property: Id(7)] int Height,
    [property: Id(8)] bool Trained,
    [property: Id(9)] string? Quarantine,
    [property: Id(10)] DateTime StoredUtc,
    [property: Id(11)] long Bytes = 0,
    [property: Id(12)] SeenDoubt? Doubt = null,
    [property: Id(13)] string? Trace = null);
