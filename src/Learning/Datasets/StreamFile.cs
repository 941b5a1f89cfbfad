using System.Text.Json;
using Prcl.Images.Datasets;

namespace Prcl.Learning.Datasets;

/// <summary>The optional <c>stream.json</c> beside <c>classes.json</c>: <c>{"domains": ["day", "dusk"]}</c>, in the order they stream in.</summary>
internal static class StreamFile
{
    public const string FileName = "stream.json";

    /// <summary>The domains' names, or null when there is no such file.</summary>
    /// <exception cref="DatasetException">The file is not of that form.</exception>
    public static IReadOnlyList<string>? Read(string root)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("domains", out var list)
                && list.ValueKind == JsonValueKind.Array
                && list.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
            {
                return [.. list.EnumerateArray().Select(name => name.GetString()!)];
            }

            throw new DatasetException(path, "there is no list \"domains\" of names");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"the order of domains cannot be read ({error.Message})", error);
        }
    }
}
