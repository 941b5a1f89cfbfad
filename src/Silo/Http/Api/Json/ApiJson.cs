using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Prcl.Contracts.Json;

namespace Prcl.Silo.Http.Api.Json;

/// <summary>How the API writes JSON: as <c>prcl --json</c> does, camelCase members and choices, numbers that aren't finite as null.</summary>
internal static class ApiJson
{
    /// <summary>Sets the form.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new FiniteOrNull());
    }
}
