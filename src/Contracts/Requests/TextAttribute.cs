using System.Globalization;

namespace Prcl.Contracts.Requests;

/// <summary>A text that people will see: <see cref="Printable"/>, and not too long.</summary>
/// <param name="most">Characters at most.</param>
public sealed class TextAttribute(int most) : RuleAttribute
{
    /// <summary>Characters at most.</summary>
    public int Most => most;

    internal override bool IsFor(Type type) => type == typeof(string);

    internal override string? Fault(object value)
    {
        var text = (string)value;
        return text.Length > most ? $"has {text.Length} characters; at most {most} are allowed"
            : Printable.IndexOfOther(text) is >= 0 and var at
                ? string.Create(CultureInfo.InvariantCulture, $"is {Printable.Quoted(text)}, whose character {at + 1}, U+{(int)text[at]:X4}, can't be shown")
            : null;
    }
}
