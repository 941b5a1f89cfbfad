using System.Globalization;
using System.Text.Json;

namespace Prcl.Images.Import.Annotations;

/// <summary>A value in a JSON file and where it stands. Whatever isn't as it should be is an <see cref="AnnotationException"/> that names the place.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">Where it stands, like <c>shapes[3].points</c>; empty for the whole file.</param>
internal readonly record struct JsonPlace(JsonElement Value, string Place)
{
    /// <summary>Whether it is an object with such a member.</summary>
    public bool Has(string name) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out _);

    /// <summary>A member that must be there.</summary>
    public JsonPlace Get(string name) => Find(name) ?? throw new AnnotationException(Place, $"there is no \"{name}\"");

    /// <summary>A member, or null where it isn't there or is null.</summary>
    public JsonPlace? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object");
        }

        return Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new JsonPlace(member, Place.Length == 0 ? name : $"{Place}.{name}") : null;
    }

    /// <summary>The same value under another name, for people.</summary>
    public JsonPlace Called(string place) => this with { Place = place };

    /// <summary>The entries of a list.</summary>
    public JsonPlace[] Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("a list");
        }

        var place = Place;
        return [.. Value.EnumerateArray().Select((item, i) => new JsonPlace(item, $"{place}[{i}]"))];
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        try
        {
            return Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Wrong("a text");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a text of whole characters"); // half of a surrogate pair
        }
    }

    /// <summary>A finite number.</summary>
    public double Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong("a number");

    /// <summary>A whole number within bounds; 3.0 is one.</summary>
    public int Whole(int least, int most)
    {
        var number = Number();
        return number >= least && number <= most && number == Math.Floor(number)
            ? (int)number
            : throw Wrong($"a whole number from {least} to {most}");
    }

    /// <summary>What entries are named by: a whole number or a text.</summary>
    public string Key() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : Value.ValueKind == JsonValueKind.String ? Text()
        : throw Wrong("a whole number or a text");

    /// <summary>Numbers of a list.</summary>
    public double[] Numbers()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("a list");
        }

        var numbers = new double[Value.GetArrayLength()];
        var i = 0;
        foreach (var item in Value.EnumerateArray())
        {
            numbers[i] = new JsonPlace(item, $"{Place}[{i}]").Number();
            i++;
        }

        return numbers;
    }

    private AnnotationException Wrong(string needed)
    {
        var text = Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Value.ValueKind.ToString().ToLowerInvariant() : Value.GetRawText();
        return new AnnotationException(Place.Length == 0 ? "the whole" : Place, $"{(text.Length > 40 ? text[..40] + "…" : text)} is there, and {needed} is needed");
    }
}
