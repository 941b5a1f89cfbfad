using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Prcl.Learning.Safetensors;

/// <summary>Writes the JSON header, padded with spaces so that the data begins aligned.</summary>
internal static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The header's bytes.</summary>
    /// <param name="slots">The tensors, in the order in which the header names them.</param>
    /// <param name="metadata">The <c>__metadata__</c>; left out when null or empty.</param>
    /// <exception cref="SafetensorsException">A text is no Unicode, or the header exceeds 100 MB.</exception>
    public static byte[] Write(IEnumerable<TensorSlot> slots, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(Encode(key, SafetensorsPart.Metadata), Encode(value, SafetensorsPart.Metadata));
                }

                json.WriteEndObject();
            }

            foreach (var slot in slots)
            {
                WriteEntry(json, slot);
            }

            json.WriteEndObject();
        }

        var padding = (Alignment - bytes.WrittenCount % Alignment) % Alignment;
        bytes.GetSpan(Alignment)[..padding].Fill((byte)' ');
        bytes.Advance(padding);
        return bytes.WrittenCount <= SafetensorsHeader.LengthLimit
            ? bytes.WrittenSpan.ToArray()
            : throw new SafetensorsException(SafetensorsPart.HeaderLength, null, $"would be {bytes.WrittenCount}; at most {SafetensorsHeader.LengthLimit} is allowed");
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorSlot slot)
    {
        json.WriteStartObject(Encode(slot.Name, SafetensorsPart.Tensor));
        json.WriteString("dtype", slot.DType.Name());
        json.WriteStartArray("shape");
        foreach (var dimension in slot.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(slot.Begin);
        json.WriteNumberValue(slot.Begin + slot.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static byte[] Encode(string text, SafetensorsPart part)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            // Written all the same, half a character becomes U+FFFD, and two names could become one.
            throw new SafetensorsException(part, text, "has half a surrogate pair; names and metadata must be valid Unicode", inner: e);
        }
    }
}
