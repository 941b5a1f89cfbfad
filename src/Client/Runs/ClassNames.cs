using System.Text.Json;

namespace Prcl.Client.Runs;

/// <summary>The names in a class list (<c>{"ignore": 255, "classes": [{"name": …, "color": […]}, …]}</c>); the silo checks the list itself.</summary>
internal static class ClassNames
{
    /// <summary>One name a class, by id; a class without a readable name is called by its id.</summary>
    public static string[] Of(string classesJson)
    {
        using var document = JsonDocument.Parse(classesJson);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("classes", out var classes)
            || classes.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return [.. classes.EnumerateArray().Select((entry, id) => NameOf(entry) ?? $"class {id}")];
    }

    private static string? NameOf(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.String => entry.GetString(),
        JsonValueKind.Object when entry.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString(),
        _ => null,
    };
}
