using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Prcl.Images.Words;
using Prcl.Learning.Settings;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Protocols;

/// <summary>Reads and writes a <see cref="Protocol"/> as JSON.</summary>
internal static class ProtocolFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new SettingTexts() },
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="HostException">The file can't be read, a member is unknown, or one breaks its rule; names file, member and rule.</exception>
    public static Protocol Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{path}: the protocol can't be read: {error.Message}", error);
        }
    }

    /// <summary>Reads the text of a protocol.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="HostException">No such JSON, a member is unknown, or one breaks its rule.</exception>
    public static Protocol Parse(string json, string source)
    {
        try
        {
            var protocol = JsonSerializer.Deserialize<Protocol>(json, Format) ?? throw new HostException($"{source}: a protocol is one JSON object.");
            return FindFault(protocol) is { } fault ? throw new HostException($"{source}: {fault}.") : Checked(protocol, source);
        }
        catch (JsonException error)
        {
            throw new HostException($"{source}: {Tell(error)}", error);
        }
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public static string Write(Protocol protocol) => JsonSerializer.Serialize(protocol, Format);

    /// <summary>The same as a node of a larger text.</summary>
    public static JsonNode ToNode(Protocol protocol) => JsonSerializer.SerializeToNode(protocol, Format)!;

    private static string? FindFault(Protocol p) =>
        p.Domains.Count == 0 || p.Domains.Any(string.IsNullOrWhiteSpace) || p.Domains.Distinct(StringComparer.Ordinal).Count() < p.Domains.Count
            ? $"domains is [{string.Join(", ", p.Domains)}]; it must name at least one, and none twice"
        : p.StreamedShare is <= 0 or >= 1 ? $"streamed-share is {p.StreamedShare}; it must be above 0 and below 1"
        : p.Gap < 0 ? $"gap is {p.Gap}; it must be 0 or more frames"
        : p.Labelled < 1 ? $"labelled is {p.Labelled}; it must be 1 or more frames"
        : p.Steps < 1 ? $"steps is {p.Steps}; it must be 1 or more"
        : p.Phases.Count > 0 && (p.Phases.Count != p.Domains.Count || p.Phases.Any(s => !(s > 0 && double.IsFinite(s))))
            ? $"phases is [{string.Join(", ", p.Phases)}]; it must be a number above 0 for each of the {p.Domains.Count} domains"
        : p.Offline && p.Phases.Count > 0 ? "phases has no meaning when offline is true: everything is there from the start"
        : p.LateLabels is { } late && (late.Count < 1 || late.At is not (> 0 and < 1))
            ? $"late-labels is {late.Count} at {late.At}; count must be 1 or more frames, at above 0 and below 1"
        : p.Splits is not null && p.Scenes is not null ? "scenes and splits exclude each other: a street is drawn, lists name files"
        : p.Splits is not null && p.Domains.Count > 1 ? $"domains names {p.Domains.Count}; with splits there is one, the data set itself"
        : p.Splits is { } lists && (lists.Labelled.Length == 0 || lists.Evaluation.Length == 0) ? "splits.labelled and splits.evaluation must each name a list or a folder"
        : p.Scenes is { } s ? FindFault(s, p.Domains)
        : null;

    private static string? FindFault(StreetProtocol scenes, IReadOnlyList<string> domains) =>
        Math.Min(scenes.Width, scenes.Height) < 16 ? $"scenes.width and scenes.height are {scenes.Width} and {scenes.Height}; both must be 16 or more pixels"
        : scenes.Frames.Count != domains.Count || scenes.Frames.Any(n => n < 1)
            ? $"scenes.frames is [{string.Join(", ", scenes.Frames)}]; it must be 1 or more frames for each of the {domains.Count} domains"
        : domains.FirstOrDefault(d => !StreetDomains.IsKnown(d)) is { } unknown
            ? $"domains names '{unknown}', which the street doesn't know; it knows {string.Join(", ", StreetDomains.Names)}"
        : null;

    private static Protocol Checked(Protocol protocol, string source)
    {
        foreach (var name in new[] { "seed", "total-steps", "weights" })
        {
            if (protocol.Settings.ContainsKey(name))
            {
                throw new HostException($"{source}: settings.{name} is given by {(name == "seed" ? "--seeds" : name == "weights" ? "the member weights" : "the member steps")}.");
            }
        }

        try
        {
            SettingCatalogue.Read(protocol.Settings, $"{source}: settings");
        }
        catch (SettingsException error)
        {
            throw new HostException(error.Message, error);
        }

        return protocol;
    }

    // The serializer names the member of an unknown or ill-typed value, in words of its own.
    private static string Tell(JsonException error) =>
        error.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"there is no member '{error.Path?.Split('.')[^1] ?? error.Message.Split('\'')[1]}'; known are {string.Join(", ", Members)}."
            : $"this is no protocol, {JsonFault.Of(error)}";

    private static IEnumerable<string> Members =>
        typeof(Protocol).GetProperties().Where(p => p.CanWrite && p.Name != "EqualityContract").Select(p => JsonNamingPolicy.KebabCaseLower.ConvertName(p.Name));

    // A setting's value may be a number or a choice's name; its text is what is read.
    private sealed class SettingTexts : JsonConverter<IReadOnlyDictionary<string, string>>
    {
        public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().ToDictionary(
                    p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText(), StringComparer.Ordinal)
                : throw new JsonException("settings must be an object of names and values");
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, text);
            }

            writer.WriteEndObject();
        }
    }
}
