using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prcl.Contracts;

/// <summary>
/// Text from elsewhere that people will see. What isn't printable could break a line, steer a terminal or show another text than there is: control
/// characters, line separators, halves of characters, and invisible formatting such as U+202E, which turns around what follows. Joiners are printable:
/// scripts and emoji need them.
/// </summary>
public static class Printable
{
    private const int MostQuoted = 80;
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>Where the first character is that can't be shown; −1 when all of them can.</summary>
    public static int IndexOfOther(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!IsFirst(text[i..], out var length))
            {
                return i;
            }

            i += length;
        }

        return -1;
    }

    /// <summary>The text as one line: line breaks and tabs as spaces, other characters that can't be shown as '?'.</summary>
    public static string Of(string text)
    {
        if (IndexOfOther(text) < 0)
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        for (var rest = text.ReplaceLineEndings(" ").AsSpan(); rest.Length > 0;)
        {
            var isPrintable = IsFirst(rest, out var length);
            _ = isPrintable ? line.Append(rest[..length]) : line.Append(rest[0] == '\t' ? ' ' : '?');
            rest = rest[length..];
        }

        return line.ToString();
    }

    /// <summary>The text in quotation marks, as one line; only the beginning of a long one.</summary>
    public static string Quoted(string text) =>
        text.Length <= MostQuoted ? $"'{Of(text)}'" : $"'{Of(text[..MostQuoted])}…' ({text.Length} characters)";

    private static bool IsFirst(ReadOnlySpan<char> text, out int length) =>
        Rune.DecodeFromUtf16(text, out var character, out length) == OperationStatus.Done && Rune.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            UnicodeCategory.Format => character.Value is NonJoiner or Joiner,
            _ => true,
        };
}
