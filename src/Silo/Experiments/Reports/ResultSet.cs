using Prcl.Learning.Metrics;
using Prcl.Silo.Experiments.Results;

namespace Prcl.Silo.Experiments.Reports;

/// <summary>Rows of results by arm, seed, phase and domain.</summary>
internal sealed class ResultSet
{
    private readonly Dictionary<ResultKey, ResultRow> _rows;

    /// <summary>Indexes rows; of two with the same key the later one counts.</summary>
    public ResultSet(IReadOnlyList<ResultRow> rows)
    {
        _rows = rows.GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.Last());
        Arms = [.. rows.Select(r => r.Key.Arm).Distinct(StringComparer.Ordinal)];
        Domains = [.. rows.Where(r => !double.IsNaN(r["arrives"])).OrderBy(r => r["arrives"]).Select(r => r.Key.Domain).Distinct(StringComparer.Ordinal)];
        Unseen = [.. rows.Select(r => r.Key.Domain).Distinct(StringComparer.Ordinal).Except(Domains)];
        LastPhase = rows.Select(r => r.Key.Phase).DefaultIfEmpty(0).Max();
    }

    /// <summary>The arms, in the order of the file.</summary>
    public IReadOnlyList<string> Arms { get; }

    /// <summary>The domains that stream, in the order in which they arrive.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>The domains that were looked at only at the end.</summary>
    public IReadOnlyList<string> Unseen { get; }

    /// <summary>The last phase, from 1.</summary>
    public int LastPhase { get; }

    /// <summary>Every row.</summary>
    public IEnumerable<ResultRow> Rows => _rows.Values;

    /// <summary>The seeds of an arm, ascending.</summary>
    public IReadOnlyList<long> Seeds(string arm) => [.. _rows.Keys.Where(k => k.Arm == arm).Select(k => k.Seed).Distinct().Order()];

    /// <summary>A figure of an arm and seed as its mean over domains; NaN where one is missing.</summary>
    public double Value(string column, string arm, long seed, int phase, IEnumerable<string> domains) =>
        domains.Select(d => _rows.TryGetValue(new ResultKey(arm, seed, phase, d), out var row) ? row[column] : double.NaN).DefaultIfEmpty(double.NaN).Average();

    /// <summary>A figure after the last phase over an arm's seeds.</summary>
    public SampleSummary Final(string column, string arm, IReadOnlyList<string> domains) =>
        SampleSummary.Of([.. Seeds(arm).Select(seed => Value(column, arm, seed, LastPhase, domains))]);

    /// <summary>The paired difference of a figure after the last phase, over the seeds that both arms have.</summary>
    public PairedDifference Difference(string column, string arm, string baseline, IReadOnlyList<string> domains) =>
        Difference(arm, baseline, (of, seed) => Value(column, of, seed, LastPhase, domains));

    /// <summary>The paired difference of a figure of an arm and seed, over the seeds that both arms have.</summary>
    public PairedDifference Difference(string arm, string baseline, Func<string, long, double> value)
    {
        long[] seeds = [.. Seeds(arm).Intersect(Seeds(baseline))];
        return PairedDifference.Of([.. seeds.Select(seed => value(arm, seed))], [.. seeds.Select(seed => value(baseline, seed))]);
    }

    /// <summary>mIoU of an arm and seed by phase and domain; null where a phase wasn't measured.</summary>
    public TransferMatrix? Transfer(string arm, long seed)
    {
        double[][] score = [.. Enumerable.Range(1, LastPhase).Select(phase => Domains.Select(d => Value("miou", arm, seed, phase, [d])).ToArray())];
        int[] learned = [.. Domains.Select(d => (int)Rows.First(r => r.Key.Domain == d)["arrives"] - 1)];
        return score.Length == 0 || score.Any(row => row.Any(double.IsNaN)) ? null : new TransferMatrix(score, learned);
    }
}
