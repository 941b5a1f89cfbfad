using System.Globalization;

namespace Prcl.Silo.Experiments.Results;

/// <summary>One row of results: an arm, a seed, a phase and a domain, with its figures by column. What wasn't measured is NaN and an empty field.</summary>
/// <param name="Key">Which row it is.</param>
internal sealed record ResultRow(ResultKey Key)
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>Names and texts of all fields but the key's, in the order in which they were set.</summary>
    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>A figure; NaN where it is missing or empty.</summary>
    public double this[string column]
    {
        get => _fields.TryGetValue(column, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
        set => _fields[column] = double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture);
    }

    /// <summary>A field's text; empty where it is missing.</summary>
    public string Text(string column) => _fields.GetValueOrDefault(column, "");

    /// <summary>Sets a field's text.</summary>
    public void Set(string column, string text) => _fields[column] = text;
}
