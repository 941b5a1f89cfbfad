using System.Text.Json;
using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>What a run is created with.</summary>
/// <param name="Classes">The class list, as in <c>classes.json</c>: <c>{"ignore": 255, "classes": [{"name": "sky", "color": [130, 170, 230]}, …]}</c>.</param>
/// <param name="Settings">Settings by name: texts, numbers, true or false. What isn't named takes its default; <c>/v1/settings</c> lists them.</param>
internal sealed record RunBody(JsonElement Classes, IReadOnlyDictionary<string, JsonElement>? Settings = null)
{
    /// <summary>The request that a grain takes.</summary>
    /// <exception cref="PrclRequestException">A setting is neither text nor number nor truth.</exception>
    public RunRequest ToRequest() => new(Classes.GetRawText(), (Settings ?? new Dictionary<string, JsonElement>()).ToDictionary(s => s.Key, s => Text(s.Key, s.Value)));

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new PrclRequestException($"settings: {Printable.Quoted(name)} must be a text, a number, true or false.") { Code = RequestErrorCode.BadValue },
    };
}
