using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prcl.Unit.Silo.Http.OpenApi;

/// <summary>Makes requests of the API's description: mostly as it says, with values that are right, nearly right, or nonsense.</summary>
internal sealed class ApiFuzz(JsonElement document, Random random, string[] runs, byte[][] files)
{
    private static readonly string[] Texts =
    [
        "", "0", "-1", "7", "1e400", "latest", "serving", "day", "street", "train", "evaluate", "index", "json", "overlay", "true", "false", "null", "a/b", "..", "CON", "%00", "ä", "\u202e", "a\r\nb",
        "99999999999999999999", "9223372036854775807", "-9223372036854775808", "4294967296", new string('x', 300), "AAAA", "MC8w", "OTk5Lzk5", "'; --", "<b>", "${x}",
    ];

    private static readonly string[] Outputs = ["index", "colour", "overlay", "uncertainty", "uncertainty16", "json"];

    private readonly (string Path, string Method, JsonElement Operation)[] _operations =
        [.. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Name.ToUpperInvariant(), o.Value))).Where(o => !NeverEnds(o.Value))];

    private byte[] _file = [];

    /// <summary>A request of any operation.</summary>
    public HttpRequestMessage Next()
    {
        var (path, method, operation) = _operations[random.Next(_operations.Length)];
        _file = files[random.Next(files.Length)];
        var query = new List<string>();
        foreach (var parameter in operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToArray() : [])
        {
            var name = parameter.GetProperty("name").GetString()!;
            if (parameter.GetProperty("in").GetString() == "path")
            {
                var text = IsDeletionOfARun(path, method) ? "0" : Value(name);
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(text.Length == 0 ? "0" : text), StringComparison.Ordinal);
            }
            else if (random.Next(2) == 0)
            {
                query.Add($"{name}={Uri.EscapeDataString(Value(name))}");
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method), path + (query.Count > 0 ? "?" + string.Join('&', query) : "")) { Content = Body(operation) };
        if (random.Next(8) == 0)
        {
            string[] headers = ["If-Match", "If-None-Match", "Range", "Accept", "Prefer"];
            request.Headers.TryAddWithoutValidation(headers[random.Next(headers.Length)], random.Next(2) == 0 ? "\"1\"" : "bytes=5-1");
        }

        return request;
    }

    private string Value(string name) => (name, random.Next(8)) switch
    {
        ("run", > 0) => runs[random.Next(runs.Length)],
        ("sha256", > 0) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(_file)),
        ("output", > 0) => Outputs[random.Next(Outputs.Length)],
        ("purpose", > 0) => random.Next(2) == 0 ? "train" : "evaluate",
        ("domain", > 0) => "day",
        ("order", > 0) => random.Next(2) == 0 ? "newest" : "doubt",
        ("labelled" or "quarantined", > 0) => random.Next(2) == 0 ? "true" : "false",
        ("version" or "classId" or "count" or "limit" or "after" or "step" or "seed" or "n", > 0) => random.Next(-1, 12).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Texts[random.Next(Texts.Length)],
    };

    // The runs are needed to the end; what deletes them has tests of its own.
    private static bool IsDeletionOfARun(string path, string method) => method == "DELETE" && path.EndsWith("/runs/{run}", StringComparison.Ordinal);

    // A stream of events is held by tests of its own.
    private static bool NeverEnds(JsonElement operation) =>
        operation.GetProperty("responses").TryGetProperty("200", out var answer) && answer.TryGetProperty("content", out var content) && content.TryGetProperty("text/event-stream", out _);

    private HttpContent? Body(JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return random.Next(8) == 0 ? Pushed() : null;
        }

        return random.Next(6) switch
        {
            0 => null,
            1 => random.Next(2) == 0 ? Pushed() : null,
            2 => Raw("application/json", Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)])),
            _ when body.GetProperty("content").TryGetProperty("multipart/form-data", out _) => Pushed(),
            _ => body.GetProperty("content").EnumerateObject().First() is { Name: "application/json" } json
                ? Raw("application/json", Encoding.UTF8.GetBytes(Sample(json.Value.GetProperty("schema"), 0)?.ToJsonString() ?? "null"))
                : Raw("image/png", File()),
        };
    }

    private HttpContent Pushed()
    {
        if (random.Next(2) == 0)
        {
            return Raw(random.Next(3) switch { 0 => "image/png", 1 => "image/", _ => "multipart/form-data; boundary=x" }, File());
        }

        var form = new MultipartFormDataContent();
        for (var parts = random.Next(4); parts > 0; parts--)
        {
            string[] names = ["image", "label", "domain", "purpose", "other"];
            var (content, name) = (new ByteArrayContent(File()), names[random.Next(2) * random.Next(names.Length)]);
            if (random.Next(4) > 0)
            {
                form.Add(content, name, $"{random.Next(3)}.png");
            }
            else
            {
                form.Add(content, name);
            }
        }

        return form;
    }

    // Mostly the one whose hash stands in the address.
    private byte[] File() => random.Next(4) == 0 ? files[random.Next(files.Length)] : _file;

    private static ByteArrayContent Raw(string type, byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    // A value of a schema, now and then of another one.
    private JsonNode? Sample(JsonElement schema, int depth)
    {
        if (random.Next(8) == 0 || depth > 6)
        {
            return random.Next(5) switch { 0 => null, 1 => JsonValue.Create(Texts[random.Next(Texts.Length)]), 2 => JsonValue.Create(random.NextDouble() * 1e18), 3 => new JsonArray(), _ => new JsonObject() };
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Sample(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), depth + 1);
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            var made = new JsonObject();
            foreach (var property in properties.EnumerateObject())
            {
                made[property.Name] = Sample(property.Value, depth + 1);
            }

            return made;
        }

        return schema.TryGetProperty("items", out var items)
            ? new JsonArray([.. Enumerable.Range(0, random.Next(20)).Select(_ => Sample(items, depth + 1))])
            : TypeOf(schema) switch
            {
                "boolean" => JsonValue.Create(random.Next(2) == 0),
                "integer" => JsonValue.Create(random.Next(-1, 9)),
                "number" => JsonValue.Create(random.NextDouble()),
                "string" => JsonValue.Create(Value("sha256")),
                _ => new JsonObject { ["classes"] = new JsonArray() },
            };
    }

    private static string? TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? null : type.ValueKind == JsonValueKind.Array ? type[type.GetArrayLength() - 1].GetString() : type.GetString();
}
