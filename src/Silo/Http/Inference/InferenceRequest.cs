using System.Buffers.Binary;
using System.Text.Json;
using Prcl.Contracts;

namespace Prcl.Silo.Http.Inference;

/// <summary>A request to segment one image.</summary>
/// <param name="Id">What the caller calls it; null: nothing.</param>
/// <param name="Image">The image file.</param>
/// <param name="Outputs">What is asked for, in order, and whether as binary data.</param>
internal sealed record InferenceRequest(string? Id, byte[] Image, IReadOnlyList<(string Name, bool IsBinary)> Outputs)
{
    private const int LengthBytes = 4;
    private static readonly string[] Known = [InferenceNames.Index, InferenceNames.Uncertainty];

    /// <summary>Reads one.</summary>
    /// <param name="body">JSON, and behind it binary tensors.</param>
    /// <param name="headerLength">How many bytes of it are JSON; null: all.</param>
    /// <exception cref="PrclRequestException">It isn't as the protocol says, or asks for what there isn't.</exception>
    public static InferenceRequest Read(ReadOnlyMemory<byte> body, long? headerLength)
    {
        var length = headerLength ?? body.Length;
        Require(length >= 0 && length <= body.Length, $"{InferenceNames.HeaderLength} is {length}; it must be from 0 to the body's {body.Length} bytes");
        using var json = Parse(body[..(int)length]);
        var root = json.RootElement;
        Require(root.ValueKind == JsonValueKind.Object, "the request must be a JSON object");
        return new InferenceRequest(Text(root, "id"), ImageOf(root, body[(int)length..].Span), OutputsOf(root));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException error)
        {
            throw new PrclRequestException($"the request's JSON can't be read: {error.Message}");
        }
    }

    private static byte[] ImageOf(JsonElement root, ReadOnlySpan<byte> binary)
    {
        var inputs = root.TryGetProperty("inputs", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
        Require(inputs.Length == 1 && inputs[0].ValueKind == JsonValueKind.Object && Text(inputs[0], "name") == InferenceNames.Image, $"inputs must be one tensor, '{InferenceNames.Image}'");
        var input = inputs[0];
        Require(Text(input, "datatype") == InferenceNames.Bytes, $"inputs[0].datatype must be {InferenceNames.Bytes}: an image file");
        Require(
            input.TryGetProperty("shape", out var shape) && shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() > 0
                && shape.EnumerateArray().All(side => side.ValueKind == JsonValueKind.Number && side.TryGetInt64(out var n) && n == 1),
            "inputs[0].shape must be [1]: one image a request");
        return Parameter(input, "binary_data_size") is { } size ? Binary(size, binary) : Base64(input);
    }

    private static byte[] Binary(JsonElement size, ReadOnlySpan<byte> binary)
    {
        Require(size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) && bytes == binary.Length, $"inputs[0].parameters.binary_data_size must be the {binary.Length} bytes behind the JSON");
        Require(binary.Length >= LengthBytes && BinaryPrimitives.ReadUInt32LittleEndian(binary) == binary.Length - LengthBytes, "the binary data must be the image's length, 4 bytes, little-endian, and its bytes");
        return binary[LengthBytes..].ToArray();
    }

    private static byte[] Base64(JsonElement input)
    {
        input.TryGetProperty("data", out var data);
        while (data.ValueKind == JsonValueKind.Array && data.GetArrayLength() == 1)
        {
            data = data[0];
        }

        Require(data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out _), "inputs[0].data must be one text, the image file as base64, or the request binary");
        return data.GetBytesFromBase64();
    }

    private static (string, bool)[] OutputsOf(JsonElement root)
    {
        var otherwise = Truth(root, "binary_data_output") ?? false;
        if (!root.TryGetProperty("outputs", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [.. Known.Select(name => (name, otherwise))];
        }

        Require(list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 && list.EnumerateArray().All(o => o.ValueKind == JsonValueKind.Object), "outputs must be a list of tensors");
        (string Name, bool)[] outputs = [.. list.EnumerateArray().Select(o => (Text(o, "name") ?? "", Truth(o, "binary_data") ?? otherwise))];
        Require(outputs.All(o => Known.Contains(o.Name)) && outputs.DistinctBy(o => o.Name).Count() == outputs.Length, $"outputs must be {string.Join(" or ", Known)}, each once");
        return outputs;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static bool? Truth(JsonElement element, string name) => Parameter(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } truth ? truth.GetBoolean() : null;

    private static JsonElement? Parameter(JsonElement element, string name) =>
        element.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(name, out var value) ? value : null;

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new PrclRequestException(rule + ".") { Code = RequestErrorCode.BadValue };
        }
    }
}
