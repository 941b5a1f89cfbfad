using System.Buffers;
using System.Globalization;

namespace Prcl.Images.Import.Annotations;

/// <summary>The list <c>names</c> of a data.yaml: the only part of YAML that is read. In each of the forms in use: <c>[a, b]</c>, <c>{0: a}</c>, lines of <c>- a</c> or <c>0: a</c>.</summary>
internal static class YamlNames
{
    private static readonly SearchValues<char> NotRead = SearchValues.Create("\\\"[]{}&*!|>%@`");

    /// <summary>The names by number.</summary>
    /// <exception cref="AnnotationException">There is no such list, or a line of it can't be read.</exception>
    public static string[] Of(string[] lines)
    {
        int[] starts = [.. lines.Index().Where(line => line.Item.StartsWith("names", StringComparison.Ordinal) && line.Item[5..].TrimStart().StartsWith(':')).Select(line => line.Index)];
        if (starts is not [var start])
        {
            throw new AnnotationException("", $"there {(starts.Length == 0 ? "is no list" : "are two lists")} \"names\"");
        }

        var first = Bare(lines[start][(lines[start].IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var below = lines.Skip(start + 1).TakeWhile(line => Bare(line).Length == 0 || char.IsWhiteSpace(line[0]) || line[0] == '-').Select(Bare).Where(line => line.Length > 0);
        var place = $"line {start + 1}, names";
        var names = first.Length == 0 ? Block([.. below], place) : Flow(string.Join(' ', below.Prepend(first)), place);
        CheckCount(lines, names.Length, place);
        return names;
    }

    private static string[] Block(string[] lines, string place) => Array.TrueForAll(lines, line => line.StartsWith('-'))
        ? [.. lines.Select(line => Name(line[1..], place))]
        : Numbered(lines, place);

    private static string[] Flow(string text, string place) => (text[0], text[^1]) switch
    {
        ('[', ']') => [.. Entries(text[1..^1]).Select(entry => Name(entry, place))],
        ('{', '}') => Numbered(Entries(text[1..^1]), place),
        _ => throw new AnnotationException(place, "it is no list"),
    };

    private static string[] Numbered(string[] entries, string place)
    {
        var names = new string[entries.Length];
        foreach (var entry in entries)
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var number = colon < 0 ? throw new AnnotationException(place, $"'{entry.Trim()}' is no entry NUMBER: NAME") : DecimalText.Whole(entry[..colon].Trim(), 0, names.Length - 1, place);
            names[number] = names[number] is null ? Name(entry[(colon + 1)..], place) : throw new AnnotationException(place, $"the number {number} stands there twice");
        }

        return names;
    }

    private static void CheckCount(string[] lines, int names, string place)
    {
        if (Array.Find(lines, line => line.StartsWith("nc:", StringComparison.Ordinal)) is { } count && Bare(count[3..]) != names.ToString(CultureInfo.InvariantCulture))
        {
            throw new AnnotationException(place, $"there are {names} names, and nc says {Bare(count[3..])}");
        }
    }

    private static string Name(string text, string place)
    {
        var name = text.Trim();
        var isQuoted = name.Length > 1 && name[0] is '\'' or '"';
        if (isQuoted && name[^1] != name[0])
        {
            throw new AnnotationException(place, $"{name} has no end mark");
        }

        name = isQuoted ? name[1..^1] : name;
        return name.Length == 0 || name.AsSpan().ContainsAny(NotRead)
            ? throw new AnnotationException(place, $"'{name}' is no name that is read here")
            : name;
    }

    // Commas within quotation marks belong to a name.
    private static string[] Entries(string text)
    {
        var entries = new List<string>();
        var (start, quote) = (0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            quote = quote == '\0' && text[i] is '\'' or '"' && (quote == '\0' || quote == text[i]) ? (quote == '\0' ? text[i] : '\0') : quote;
            if (text[i] == ',' && quote == '\0')
            {
                entries.Add(text[start..i]);
                start = i + 1;
            }
        }

        if (text[start..].Trim().Length > 0)
        {
            entries.Add(text[start..]);
        }

        return [.. entries];
    }

    // Without a comment; '#' begins one at the line's beginning or after a space.
    private static string Bare(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
            {
                return line[..i].Trim();
            }
        }

        return line.Trim();
    }
}
