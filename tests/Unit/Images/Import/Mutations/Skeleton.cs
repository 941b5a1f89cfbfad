using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Prcl.Unit.Images.Import.Mutations;

/// <summary>
/// What of a text isn't a value: names, nesting, kinds. Two texts of one skeleton differ in values alone, so that a label drawn from the one may rightly differ
/// from the other's; where skeletons differ and a label is drawn all the same, something was overlooked, unless the label is the same.
/// </summary>
internal static partial class Skeleton
{
    /// <summary>The skeleton, or null where a strict parser reads no such text.</summary>
    public static string? Of(TextKind kind, byte[] text)
    {
        try
        {
            var words = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
            return kind switch
            {
                TextKind.Json => Of(JsonNode.Parse(words, null, new() { AllowDuplicateProperties = false })),
                TextKind.Xml => Of(XDocument.Parse(words).Root!),
                TextKind.Lines => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => !double.TryParse(word, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))),
                _ => Value().Replace(words.Trim(), "v"),
            };
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or System.Xml.XmlException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Of(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => member.Key + ":" + Of(member.Value))) + "}",
        JsonArray items when items.All(item => item is JsonValue) => "[values]",
        JsonArray items => "[" + string.Join(",", items.Select(Of).Distinct()) + "]", // a corner more or less is a value
        _ => node.GetValueKind().ToString(),
    };

    private static string Of(XElement element) => $"<{element.Name}{string.Concat(element.Attributes().Select(attribute => attribute.Name.ToString()).Order(StringComparer.Ordinal).Select(name => " " + name))}>"
        + string.Concat(element.Elements().Select(Of));

    [GeneratedRegex(@"[^\s:]+")]
    private static partial Regex Value();
}
