using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Prcl.EndToEnd.Processes;

/// <summary>What a silo has printed so far, over all its lives.</summary>
internal sealed partial class SiloOutput
{
    private readonly List<string> _lines = [];

    /// <summary>Every line.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Rounds that it said are committed, in the order of the lines.</summary>
    public long[] CommittedRounds => [.. Lines.Select(l => Committed().Match(l)).Where(m => m.Success).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>Lines of trouble: errors, this project's warnings, crashes. Orleans also warns of a machine that is merely busy.</summary>
    public string[] Trouble => [.. Lines.Where(l => Level().IsMatch(l) || l.Contains("Unhandled exception", StringComparison.Ordinal))];

    /// <summary>Fails with every line of trouble that there is, except those that contain what may be said.</summary>
    public void HasNoTrouble(string except = "\n")
    {
        var trouble = string.Join('\n', Trouble.Where(l => !l.Contains(except, StringComparison.Ordinal)));
        Assert.True(trouble.Length == 0, trouble);
    }

    /// <summary>Adds a line; null, the end of a stream, is none.</summary>
    public void Add(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Lines);

    [GeneratedRegex(@"round (\d+) committed")]
    private static partial Regex Committed();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (warn: Prcl|fail:|crit:)")]
    private static partial Regex Level();
}
