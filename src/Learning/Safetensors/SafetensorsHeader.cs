using System.Text.Json;
using System.Text.Unicode;

namespace Prcl.Learning.Safetensors;

/// <summary>The parsed and checked JSON header.</summary>
/// <param name="Metadata">The <c>__metadata__</c> object; empty when absent.</param>
/// <param name="Slots">The tensors in the order of their data, which they cover without gap or overlap.</param>
internal sealed record SafetensorsHeader(Dictionary<string, string> Metadata, List<TensorSlot> Slots)
{
    /// <summary>The longest header allowed, in bytes (the limit of the reference implementation).</summary>
    public const int LengthLimit = 100_000_000;

    /// <summary>The header's member that is no tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>Root, tensor, shape.</summary>
    private const int DeepestNesting = 3;

    /// <summary>Bytes of the data part that the tensors claim.</summary>
    public long DataLength => Slots.Count == 0 ? 0 : Slots[^1].Begin + Slots[^1].Length;

    /// <summary>Checks the file's first 8 bytes.</summary>
    /// <param name="length">Their value.</param>
    /// <param name="available">Bytes that follow them, or null when the source cannot tell.</param>
    public static int CheckLength(ulong length, long? available)
    {
        // The number isn't told: in a file of another kind it is what the file begins with. Nor is more of what is read: it may be a secret.
        if (length > LengthLimit)
        {
            throw new SafetensorsException(SafetensorsPart.HeaderLength, null, $"is beyond the limit; at most {LengthLimit} is allowed");
        }

        return available is { } rest && (long)length > rest
            ? throw new SafetensorsException(SafetensorsPart.HeaderLength, null, $"is beyond the end of the file: only {rest} bytes follow")
            : (int)length;
    }

    /// <summary>Parses the header's bytes and checks everything that can be checked without the data.</summary>
    /// <exception cref="SafetensorsException">A rule is broken.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != (byte)'{')
        {
            throw new SafetensorsException(SafetensorsPart.Header, null, "must begin with '{'");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new SafetensorsException(SafetensorsPart.Header, null, "is not valid UTF-8");
        }

        try
        {
            var header = HeaderJson.Read(new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestNesting }));
            header.Slots.Sort((a, b) => (a.Begin, a.Length).CompareTo((b.Begin, b.Length)));
            header.CheckCoverage();
            return header;
        }
        catch (JsonException e)
        {
            throw new SafetensorsException(SafetensorsPart.Header, null, $"is not the JSON expected, at byte {e.BytePositionInLine} of line {e.LineNumber}", inner: e);
        }
    }

    /// <summary>Checks that the data part is as long as the tensors say.</summary>
    public void CheckDataLength(long length)
    {
        if (length < DataLength)
        {
            var outside = Slots.First(slot => slot.Begin + slot.Length > length);
            throw new SafetensorsException(
                SafetensorsPart.Tensor, outside.Name, $"has data_offsets [{outside.Begin}, {outside.Begin + outside.Length}] outside the data of {length} bytes");
        }

        if (length > DataLength)
        {
            throw new SafetensorsException(SafetensorsPart.Data, null, $"has {length} bytes, but the tensors claim only the first {DataLength}");
        }
    }

    private void CheckCoverage()
    {
        var claimed = 0L;
        foreach (var slot in Slots)
        {
            if (slot.Begin != claimed)
            {
                var rule = slot.Begin < claimed ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
                throw new SafetensorsException(SafetensorsPart.Tensor, slot.Name, $"begins at byte {slot.Begin} of the data, not at {claimed}: it {rule}");
            }

            claimed += slot.Length;
        }
    }
}
