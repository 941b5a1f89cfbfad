using System.Text.Json;

namespace Prcl.Learning.Safetensors;

/// <summary>
/// Reads the header token by token: a document model would keep the last of two equal names and hide that the file is ambiguous.
/// </summary>
internal static class HeaderJson
{
    /// <exception cref="JsonException">Not JSON, or nested too deeply.</exception>
    /// <exception cref="SafetensorsException">JSON of another form.</exception>
    public static SafetensorsHeader Read(Utf8JsonReader json)
    {
        Dictionary<string, string>? metadata = null;
        List<TensorSlot> slots = [];
        HashSet<string> names = new(StringComparer.Ordinal);

        json.Read();
        while (NextMember(ref json))
        {
            var name = Text(ref json, SafetensorsPart.Header, null);
            if (!names.Add(name))
            {
                throw new SafetensorsException(SafetensorsPart.Header, null, $"has the name {SafetensorsException.Quote(name)} twice");
            }

            json.Read();
            if (name == SafetensorsHeader.MetadataName)
            {
                metadata = ReadMetadata(ref json);
            }
            else
            {
                slots.Add(ReadTensor(ref json, name));
            }
        }

        json.Read(); // Throws when anything but white space follows the root.
        return new SafetensorsHeader(metadata ?? [], slots);
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new SafetensorsException(SafetensorsPart.Metadata, null, "must be an object of strings");
        }

        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        while (NextMember(ref json))
        {
            var key = Text(ref json, SafetensorsPart.Metadata, null);
            json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                throw new SafetensorsException(SafetensorsPart.Metadata, null, $"must be an object of strings; the value of {SafetensorsException.Quote(key)} is none");
            }

            if (!metadata.TryAdd(key, Text(ref json, SafetensorsPart.Metadata, null)))
            {
                throw new SafetensorsException(SafetensorsPart.Metadata, null, $"has the key {SafetensorsException.Quote(key)} twice");
            }
        }

        return metadata;
    }

    private static TensorSlot ReadTensor(ref Utf8JsonReader json, string name)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse(name, "must be an object of dtype, shape and data_offsets");
        }

        SafetensorsType? type = null;
        long[]? shape = null, offsets = null;
        while (NextMember(ref json))
        {
            var member = Text(ref json, SafetensorsPart.Tensor, name);
            json.Read();
            switch (member)
            {
                case "dtype" when type is null:
                    type = ReadType(ref json, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, name, member);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, name, member);
                    break;
                default:
                    throw Refuse(name, $"has the member {SafetensorsException.Quote(member)}; dtype, shape and data_offsets are allowed, once each");
            }
        }

        return type is null || shape is null || offsets is null
            ? throw Refuse(name, $"lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}")
            : TensorSlot.Checked(name, type.Value, shape, offsets);
    }

    private static SafetensorsType ReadType(ref Utf8JsonReader json, string name)
    {
        var text = json.TokenType == JsonTokenType.String ? Text(ref json, SafetensorsPart.Tensor, name) : throw Refuse(name, "has a dtype that is no string");
        return SafetensorsTypeNames.Parse(text) ?? throw Refuse(name, $"has the dtype {SafetensorsException.Quote(text)}; known are {SafetensorsTypeNames.All}");
    }

    private static long[] ReadNumbers(ref Utf8JsonReader json, string name, string member)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw Refuse(name, $"has a {member} that is no array");
        }

        List<long> numbers = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0)
            {
                throw Refuse(name, $"has a {member} whose element {numbers.Count} is no whole number from 0 to 2⁶³ − 1");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static bool NextMember(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private static string Text(ref Utf8JsonReader json, SafetensorsPart part, string? tensor)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // The reader's way to say that an escape like \ud800 is half a character.
            throw new SafetensorsException(part, tensor, "has a string that is no valid Unicode", inner: e);
        }
    }

    private static SafetensorsException Refuse(string name, string rule) => new(SafetensorsPart.Tensor, name, rule);
}
