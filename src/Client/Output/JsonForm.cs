using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Prcl.Contracts.Json;

namespace Prcl.Client.Output;

/// <summary>How results look as JSON: camelCase members and choices, numbers that aren't finite as null.</summary>
internal static class JsonForm
{
    /// <summary>For one result.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>For one result a line.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new FiniteOrNull() },
    };
}
