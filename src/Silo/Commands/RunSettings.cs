using System.Collections;
using System.CommandLine;
using System.Text.Json;
using Prcl.Images.Words;
using Prcl.Learning.Settings;

namespace Prcl.Silo.Commands;

/// <summary>A run's settings from defaults, file, environment (<c>PRCL_RUN_…</c>) and command line; the later wins.</summary>
internal static class RunSettings
{
    private const string Prefix = "PRCL_RUN_";

    public static readonly Option<FileInfo?> File = new("--settings") { Description = "JSON file of run settings: { \"temperature\": 0.5, … }." };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "A run setting, name=value; may be repeated. 'prcl-silo settings' lists them.",
        DefaultValueFactory = _ => [],
    };

    /// <exception cref="SettingsException">A setting is unknown or breaks its rule.</exception>
    public static TrainingSettings Read(ParseResult result, IEnumerable<KeyValuePair<string, string>> defaults)
    {
        var file = FromFile(result.GetValue(File));
        var environment = FromEnvironment();
        var commandLine = FromCommandLine(result.GetValue(Set) ?? []);

        // Each source by itself first, so that an error names where it stands.
        SettingCatalogue.Read(file, result.GetValue(File)?.FullName ?? "settings file");
        SettingCatalogue.Read(environment, "environment");
        return SettingCatalogue.Read(defaults.Concat(file).Concat(environment).Concat(commandLine), "command line");
    }

    private static Dictionary<string, string> FromFile(FileInfo? file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file is null)
        {
            return values;
        }

        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(file.FullName), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            foreach (var property in json.RootElement.EnumerateObject())
            {
                values[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new SettingsException($"{file.FullName}: a settings file is one JSON object of names and values: {(error is JsonException unread ? JsonFault.Of(unread) : error.Message)}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file.FullName}: the settings file can't be read: {error.Message}", error);
        }

        return values;
    }

    private static Dictionary<string, string> FromEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => ((string)e.Key).StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(e => ((string)e.Key)[Prefix.Length..].ToLowerInvariant().Replace('_', '-'), e => (string)e.Value!, StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> FromCommandLine(string[] assignments) =>
        assignments.Select(a => a.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? new KeyValuePair<string, string>(a[..at], a[(at + 1)..])
            : throw new SettingsException($"command line: --set takes name=value, got '{a}'."));
}
