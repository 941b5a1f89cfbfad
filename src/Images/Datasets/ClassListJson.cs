using System.Buffers;
using System.Text;
using System.Text.Json;
using Prcl.Images.Words;

namespace Prcl.Images.Datasets;

/// <summary>The text form of a <see cref="ClassList"/>.</summary>
internal static class ClassListJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ClassList Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("classes", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                throw new DatasetException(source, "there is no list \"classes\"");
            }

            if (root.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => name != "ignore" && IsAboutIgnore(name)) is { } other)
            {
                throw new DatasetException(source, $"\"{other}\" is no key of a class list; the id of pixels that don't count is \"ignore\"");
            }

            var ignore = ClassList.DefaultIgnore;
            if (root.TryGetProperty("ignore", out var given) && !(given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out ignore)))
            {
                throw new DatasetException(source, $"ignore is {given.GetRawText()}; it must be 0 to {ushort.MaxValue}");
            }

            ClassInfo[] classes = [.. list.EnumerateArray().Select((entry, id) => ParseClass(entry, id, source))];
            return ClassList.FindFault(classes, ignore) is { } fault ? throw new DatasetException(source, fault) : new ClassList(classes, ignore);
        }
        catch (JsonException error)
        {
            throw new DatasetException(source, $"this is no sound JSON, {JsonFault.Of(error)}", error);
        }
    }

    public static string Write(ClassList classes)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("ignore", classes.Ignore);
            json.WriteStartArray("classes");
            foreach (var (name, color) in classes.Classes)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WritePropertyName("color");
                json.WriteRawValue($"[{color.Red}, {color.Green}, {color.Blue}]");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    // ignore_index, ignoreLabel, Ignore, void_id: left unread, such a list would count pixels that shouldn't.
    private static bool IsAboutIgnore(string key) =>
        key.StartsWith("ignore", StringComparison.OrdinalIgnoreCase) || key.StartsWith("void", StringComparison.OrdinalIgnoreCase);

    private static ClassInfo ParseClass(JsonElement entry, int id, string source)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw new DatasetException(source, $"class {id} has no text \"name\"");
        }

        if (!entry.TryGetProperty("color", out var color))
        {
            return new ClassInfo(name.GetString()!, ClassColours.Of(id));
        }

        if (color.ValueKind == JsonValueKind.String)
        {
            return HexColour.Of(color.GetString()) is { } hex
                ? new ClassInfo(name.GetString()!, hex)
                : throw new DatasetException(source, $"class {id} ('{name.GetString()}') has the color {color.GetRawText()}; \"#rrggbb\" or three numbers are allowed");
        }

        if (color.ValueKind != JsonValueKind.Array || color.GetArrayLength() != 3)
        {
            throw new DatasetException(source, $"class {id} ('{name.GetString()}') has no \"color\" of three numbers");
        }

        var parts = new byte[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (color[i].ValueKind != JsonValueKind.Number || !color[i].TryGetByte(out parts[i]))
            {
                throw new DatasetException(source, $"class {id} ('{name.GetString()}') has {color[i].GetRawText()} in its color; 0 to 255 are allowed");
            }
        }

        return new ClassInfo(name.GetString()!, new RgbColor(parts[0], parts[1], parts[2]));
    }
}
