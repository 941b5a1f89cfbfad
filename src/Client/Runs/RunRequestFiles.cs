using System.Collections;
using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Images.Words;

namespace Prcl.Client.Runs;

/// <summary>Makes a run request of files and <c>name=value</c> pairs. What a setting may be is the silo's to check.</summary>
internal static class RunRequestFiles
{
    private const string VariablePrefix = "PRCL_RUN_";

    /// <summary>The request.</summary>
    /// <param name="classesFile">The class list, JSON.</param>
    /// <param name="settingsFile">A JSON object of settings, or null.</param>
    /// <param name="pairs">Settings as <c>name=value</c>; they override the file, and later ones earlier ones.</param>
    /// <param name="environment">Variables; those named <c>PRCL_RUN_…</c> override the file, and the pairs override them.</param>
    /// <exception cref="UsageException">A file isn't JSON of that form, or a pair isn't one.</exception>
    public static RunRequest Read(string classesFile, string? settingsFile, IEnumerable<string> pairs, IDictionary environment)
    {
        var classesJson = File.ReadAllText(classesFile);
        Parse(classesFile, classesJson).Dispose();

        var settings = settingsFile is null ? [] : SettingsIn(settingsFile);
        foreach (var name in environment.Keys.Cast<string>().Where(n => n.StartsWith(VariablePrefix, StringComparison.Ordinal)))
        {
            settings[name[VariablePrefix.Length..].ToLowerInvariant().Replace('_', '-')] = (string)environment[name]!;
        }

        Take(pairs, settings);
        return new RunRequest(classesJson, settings);
    }

    /// <summary>Puts <c>name=value</c> pairs among settings.</summary>
    /// <exception cref="UsageException">A pair isn't one.</exception>
    public static void Take(IEnumerable<string> pairs, Dictionary<string, string> settings)
    {
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"--set takes name=value, not '{pair}'");
            }

            settings[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
        }
    }

    private static Dictionary<string, string> SettingsIn(string file)
    {
        using var document = Parse(file, File.ReadAllText(file));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{file}: settings are one JSON object, {{\"name\": value, …}}");
        }

        var settings = new Dictionary<string, string>();
        foreach (var setting in document.RootElement.EnumerateObject())
        {
            settings[setting.Name] = setting.Value.ValueKind switch
            {
                JsonValueKind.String => setting.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => setting.Value.GetRawText(),
                _ => throw new UsageException($"{file}: the setting '{setting.Name}' must be a text, a number, true or false"),
            };
        }

        return settings;
    }

    private static JsonDocument Parse(string file, string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{file} isn't sound JSON, {JsonFault.Of(exception)}", exception);
        }
    }
}
