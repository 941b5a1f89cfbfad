using System.Globalization;
using System.Text;

namespace Prcl.Client.Curves;

/// <summary>
/// A CSV file that a curve is added to: rows that it has stay, also those that the run has thinned out since. A last line that was cut off is written anew.
/// </summary>
/// <param name="path">The file; made when missing.</param>
internal sealed class CurveFile(string path) : ICurveTarget
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public long Last(string[] header)
    {
        if (!File.Exists(path))
        {
            return -1;
        }

        var text = File.ReadAllText(path, Utf8);
        string[] lines = [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        if (lines.Length == 0 ? text.Length > 0 && !Line(header).StartsWith(text, StringComparison.Ordinal) : lines[0] != string.Join(',', header))
        {
            throw new UsageException($"{path} is no file of these columns ({string.Join(',', header)}); rows are only added to one that is");
        }

        return lines.Length <= 1 ? -1
            : long.TryParse(lines[^1].Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last
            : throw new UsageException($"the last line of {path} doesn't begin with a number; rows are only added to a file of prcl metrics");
    }

    /// <inheritdoc/>
    public void Add(Curve curve)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(WholeLines(file));
        file.Position = file.Length;
        var text = string.Concat(curve.Rows.Select(Line));
        file.Write(Utf8.GetBytes(file.Length == 0 ? Line(curve.Header) + text : text));
    }

    /// <summary>A row as a line.</summary>
    public static string Line(string[] cells) => string.Join(',', cells) + '\n';

    private static long WholeLines(FileStream file)
    {
        var end = file.Length;
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }
        }

        return end;
    }
}
