using System.Globalization;
using System.Text;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Results;

/// <summary>
/// The rows of an experiment in <c>results.csv</c>. The file is replaced as a whole by a rename, so it holds all rows of an arm and seed or none.
/// </summary>
internal sealed class ResultTable
{
    /// <summary>The file's name in an experiment's folder.</summary>
    public const string FileName = "results.csv";

    private static readonly string[] KeyColumns = ["arm", "seed", "phase", "domain"];
    private readonly string _path;
    private readonly List<ResultRow> _rows;

    private ResultTable(string path, List<ResultRow> rows) => (_path, _rows) = (path, rows);

    /// <summary>Every row, in the order of the file.</summary>
    public IReadOnlyList<ResultRow> Rows => _rows;

    /// <summary>Opens a folder's rows; none where there is no file yet.</summary>
    /// <exception cref="HostException">The file can't be read or isn't one of results; names file, line and rule.</exception>
    public static ResultTable Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new ResultTable(path, File.Exists(path) ? Parse(File.ReadAllLines(path), path) : []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{path}: the results can't be read: {error.Message}", error);
        }
    }

    /// <summary>Adds the rows of an arm and seed; they are on disk when the call returns.</summary>
    /// <exception cref="HostException">The file can't be written.</exception>
    public void Add(IEnumerable<ResultRow> rows)
    {
        _rows.AddRange(rows);
        var partial = _path + ".partial";
        try
        {
            using (var file = new FileStream(partial, FileMode.Create))
            {
                file.Write(Encoding.UTF8.GetBytes(Format(_rows)));
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{_path}: the results can't be written: {error.Message}", error);
        }
    }

    /// <summary>The text of rows: a header of every column that one of them has, then a line each.</summary>
    internal static string Format(IReadOnlyList<ResultRow> rows)
    {
        string[] columns = [.. rows.SelectMany(r => r.Fields.Keys).Distinct(StringComparer.Ordinal)];
        var text = new StringBuilder().AppendJoin(',', KeyColumns.Concat(columns)).Append('\n');
        foreach (var row in rows)
        {
            string[] key = [row.Key.Arm, row.Key.Seed.ToString(CultureInfo.InvariantCulture), row.Key.Phase.ToString(CultureInfo.InvariantCulture), row.Key.Domain];
            text.AppendJoin(',', key.Concat(columns.Select(row.Text)).Select(Quoted)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <exception cref="HostException">It isn't that; names line and rule.</exception>
    internal static List<ResultRow> Parse(IReadOnlyList<string> lines, string source)
    {
        var header = lines.Count > 0 ? Fields(lines[0]) : [];
        if (!header.Take(KeyColumns.Length).SequenceEqual(KeyColumns))
        {
            throw new HostException($"{source}: the first line must begin with {string.Join(',', KeyColumns)}.");
        }

        var rows = new List<ResultRow>();
        for (var line = 1; line < lines.Count; line++)
        {
            var fields = Fields(lines[line]);
            if (fields.Count != header.Count || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var seed) || !int.TryParse(fields[2], CultureInfo.InvariantCulture, out var phase))
            {
                throw new HostException($"{source}: line {line + 1} must have {header.Count} fields with whole numbers as seed and phase.");
            }

            var row = new ResultRow(new ResultKey(fields[0], seed, phase, fields[3]));
            for (var i = KeyColumns.Length; i < fields.Count; i++)
            {
                row.Set(header[i], fields[i]);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
