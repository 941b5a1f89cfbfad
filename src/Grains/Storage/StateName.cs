using System.Globalization;
using System.Text;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Storage;

/// <summary>
/// The blob of a grain's state: <c>state/{grain type}/{state name}/{key}</c>. In each part ASCII letters, digits and <c>-</c> stand for
/// themselves, every other byte of the UTF-8 is <c>_XX</c>, and an empty part is <c>_</c>: any key has a name, and no two share one.
/// </summary>
public static class StateName
{
    /// <summary>The name of one state of one grain.</summary>
    /// <exception cref="ArgumentException">A part is too long for a blob name, or its name as a whole.</exception>
    public static string Of(string stateName, GrainId grain)
        => BlobName.Check($"state/{Escape(grain.Type.ToString()!)}/{Escape(stateName)}/{Escape(grain.Key.ToString()!)}");

    /// <summary>One part of a name.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _ = char.IsAsciiLetterOrDigit((char)value) || value == '-'
                ? escaped.Append((char)value)
                : escaped.Append('_').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.Length == 0 ? "_" : escaped.ToString();
    }

    /// <summary>The text that a part stands for.</summary>
    /// <exception cref="FormatException">It is no such part.</exception>
    public static string Unescape(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var bytes = new List<byte>();
        for (var i = 0; i < part.Length && part != "_"; i++)
        {
            if (part[i] != '_')
            {
                bytes.Add((byte)part[i]);
                continue;
            }

            var digits = part.AsSpan(i + 1, Math.Min(2, part.Length - i - 1));
            if (digits.Length < 2 || !byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                throw new FormatException($"'{part}' is no part of a state's name: after '_' at {i} two hexadecimal digits are due.");
            }

            bytes.Add(value);
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
