using System.Text.Json;
using System.Text.Json.Serialization;
using Prcl.Contracts.Ingest;

namespace Prcl.Grains.Streams;

/// <summary>A record of an image log. Exactly one member is set.</summary>
internal sealed record StreamRecord
{
    /// <summary>An image, new in this log.</summary>
    public ImageLogged? Image { get; init; }

    /// <summary>A label for an image; the latest wins.</summary>
    public LabelLogged? Label { get; init; }

    /// <summary>An image is taken out.</summary>
    public QuarantineLogged? Quarantine { get; init; }

    /// <summary>A quarantined image was pushed again and is back in.</summary>
    public RestoredLogged? Restored { get; init; }

    /// <summary>An image is deleted.</summary>
    public DeletedLogged? Deleted { get; init; }

    /// <summary>A repair has found that records before it are lost.</summary>
    public LostLogged? Lost { get; init; }

    /// <summary>The bytes of a log record.</summary>
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, StreamRecordJson.Default.StreamRecord);

    /// <summary>Reads a log record.</summary>
    /// <exception cref="InvalidDataException">It is none that this program knows.</exception>
    public static StreamRecord Decode(ReadOnlySpan<byte> payload)
    {
        var record = JsonSerializer.Deserialize(payload, StreamRecordJson.Default.StreamRecord);
        return record is { Image: null, Label: null, Quarantine: null, Restored: null, Deleted: null, Lost: null } or null
            ? throw new InvalidDataException("An image log holds a record of a kind that this program doesn't know: it was written by a newer one.")
            : record;
    }
}

/// <summary>
/// An image, new in this log. Its sequence is its place among these, and it says so itself, so that a log of which a part is lost still
/// numbers the rest; null in logs of a program before that.
/// </summary>
internal sealed record ImageLogged(
    string Sha256, string? LabelSha256, string Name, string Domain, ImagePurpose Purpose, int Width, int Height, DateTime StoredUtc, long Bytes = 0, long? Sequence = null);

/// <summary>A label for an image.</summary>
internal sealed record LabelLogged(long Sequence, string LabelSha256);

/// <summary>An image is taken out, with the error.</summary>
internal sealed record QuarantineLogged(long Sequence, string Error);

/// <summary>A quarantined image is back in.</summary>
internal sealed record RestoredLogged(long Sequence);

/// <summary>An image is deleted; its sequence is never given to another one.</summary>
internal sealed record DeletedLogged(long Sequence);

/// <summary>Records are lost here; no image that follows has a sequence below this one.</summary>
internal sealed record LostLogged(long NextSequence, long Records);

/// <summary>Source-generated JSON of log records.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StreamRecord))]
internal sealed partial class StreamRecordJson : JsonSerializerContext;
