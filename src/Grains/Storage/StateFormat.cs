using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prcl.Grains.Storage;

/// <summary>The stored form of grain state: <c>{ "format": "prcl.state", "version": 1, "state": … }</c>. Unknown members are ignored, missing ones keep their defaults.</summary>
public static class StateFormat
{
    /// <summary>The value of <c>format</c>.</summary>
    public const string Name = "prcl.state";

    /// <summary>The value of <c>version</c>.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // A number that is not finite is stored as it is; refusing it is its owner's business.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The bytes of a state.</summary>
    public static byte[] Encode<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(new Envelope<T>(Name, Version, state), Json);

    /// <summary>The state in a blob's bytes.</summary>
    /// <exception cref="InvalidDataException">They are no such JSON, or of another format or version.</exception>
    public static T Decode<T>(string blob, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var format = root.GetProperty("format").GetString();
            var version = root.GetProperty("version").GetInt32();
            return format == Name && version == Version
                ? root.GetProperty("state").Deserialize<T>(Json)!
                : throw new InvalidDataException($"Blob '{blob}' has format '{format}' version {version}; this program reads '{Name}' version {Version}.");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"Blob '{blob}' is not grain state: {failure.Message}", failure);
        }
    }

    private sealed record Envelope<T>(string Format, int Version, T State);
}
