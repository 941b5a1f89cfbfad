using System.Globalization;
using System.Text;
using Prcl.Learning.Metrics;

namespace Prcl.Silo.Experiments.Reports;

/// <summary>The report of an experiment as Markdown.</summary>
/// <param name="results">The rows.</param>
/// <param name="baseline">The arm that the others are compared with.</param>
internal sealed class ExperimentText(ResultSet results, string baseline)
{
    private const string BlendPrefix = "miou_bn_";
    private const string ClassPrefix = "iou_";
    private readonly StringBuilder _text = new();

    /// <summary>The text.</summary>
    /// <param name="plots">Names of plot files, relative to the report.</param>
    /// <param name="pictures">Names of files with segmented frames, relative to the report.</param>
    public string Write(IReadOnlyList<string> plots, IReadOnlyList<string> pictures)
    {
        Head();
        Final();
        Differences();
        Transfer();
        Blends();
        Measures();
        foreach (var domain in results.Domains.Concat(results.Unseen))
        {
            Domain(domain);
        }

        Pictures("Over the phases", plots);
        Pictures("Evaluation frames after the last phase", pictures);
        return _text.ToString();
    }

    /// <summary>Mean ± standard deviation.</summary>
    internal static string Show(SampleSummary summary, int digits) => double.IsNaN(summary.Mean) ? "–"
        : summary.Count < 2 ? Show(summary.Mean, digits)
        : $"{Show(summary.Mean, digits)} ± {Show(summary.StandardDeviation, digits)}";

    /// <summary>Signed mean and 95 % interval.</summary>
    internal static string Show(PairedDifference difference, int digits) => double.IsNaN(difference.Differences.Mean) ? "–"
        : Signed(difference.Differences.Mean, digits) + (double.IsNaN(difference.Low) ? "" : $" [{Signed(difference.Low, digits)}, {Signed(difference.High, digits)}]");

    private static string Show(double value, int digits) => value < 0 ? Signed(value, digits) : value.ToString("F" + digits, CultureInfo.InvariantCulture);

    private static string Signed(double value, int digits) => (value < 0 ? "−" : "+") + Math.Abs(value).ToString("F" + digits, CultureInfo.InvariantCulture);

    private void Head()
    {
        var rows = results.Rows.ToArray();
        var steps = rows.Where(r => r.Key.Phase == results.LastPhase).Select(r => r["steps"]).Distinct().Order().ToArray();
        _text.Append(CultureInfo.InvariantCulture, $"# Experiment\n\n{results.Arms.Count} arms, phases: {results.LastPhase}, steps: {string.Join(", ", steps)}. ");
        _text.Append(CultureInfo.InvariantCulture, $"Built from {string.Join(", ", rows.Select(r => r.Text("commit")).Distinct())}. All settings, the protocol and the machine stand in settings.json, every figure in results.csv.\n");
        _text.Append("\nmIoU is that of the published network (the teacher), in percent, over the classes that have label pixels in the domain's evaluation frames. Where several seeds ran, a figure is mean ± standard deviation; a difference is paired by seed, with its 95 % interval.\n");
    }

    private void Final()
    {
        Section("mIoU after the last phase", ["arm", "seeds", .. results.Domains, "mean", .. results.Unseen]);
        foreach (var arm in results.Arms)
        {
            Row([
                arm,
                results.Seeds(arm).Count.ToString(CultureInfo.InvariantCulture),
                .. results.Domains.Select(d => Show(results.Final("miou", arm, [d]), 1)),
                $"**{Show(results.Final("miou", arm, results.Domains), 1)}**",
                .. results.Unseen.Select(d => Show(results.Final("miou", arm, [d]), 1)),
            ]);
        }

        if (results.Unseen.Count > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\nThe mean is over the domains that stream. Looked at only at the end: {string.Join(", ", results.Unseen)}.\n");
        }
    }

    private void Differences()
    {
        Section($"mIoU beside {baseline}", ["arm", "pairs", .. results.Domains, "mean", "verdict on the mean", .. results.Unseen]);
        foreach (var arm in results.Arms.Where(a => a != baseline))
        {
            var mean = results.Difference("miou", arm, baseline, results.Domains);
            Row([
                arm,
                mean.Differences.Count.ToString(CultureInfo.InvariantCulture),
                .. results.Domains.Select(d => Show(results.Difference("miou", arm, baseline, [d]), 1)),
                $"**{Show(mean, 1)}**",
                mean.Verdict,
                .. results.Unseen.Select(d => Show(results.Difference("miou", arm, baseline, [d]), 1)),
            ]);
        }
    }

    private void Transfer()
    {
        if (results.LastPhase < 2)
        {
            return;
        }

        var first = results.Domains[0];
        Section("What is kept and gained on the way", ["arm", $"forgetting of {first}", "forgetting", "backward transfer", "before a domain streams", "anytime"]);
        double[] nothing = [.. results.Domains.Select(_ => 0.0)];
        foreach (var arm in results.Arms)
        {
            TransferMatrix?[] matrices = [.. results.Seeds(arm).Select(seed => results.Transfer(arm, seed))];
            string Over(Func<TransferMatrix, double> value) => Show(SampleSummary.Of([.. matrices.Select(m => m is null ? double.NaN : value(m))]), 1);
            Row([arm, Over(m => m.Forgetting(0)), Over(m => m.Forgetting()), Over(m => m.BackwardTransfer()), Over(m => m.ForwardTransfer(nothing)), Over(m => m.Anytime())]);
        }

        _text.Append("\nForgetting: the best mIoU of an earlier phase − that after the last one. Backward transfer: mIoU after the last phase − that after a domain's own. Before a domain streams: mIoU at the end of the phase before (forward transfer, beside a network at 0). Anytime: mean over the phases of the domains seen so far.\n");
    }

    private void Blends()
    {
        string[] columns = [.. results.Rows.SelectMany(r => r.Fields.Keys).Where(c => c.StartsWith(BlendPrefix, StringComparison.Ordinal)).Distinct().OrderBy(c => int.Parse(c[BlendPrefix.Length..], CultureInfo.InvariantCulture))];
        if (columns.Length == 0)
        {
            return;
        }

        Section("Mean mIoU with batch-norm statistics of the domain's streamed frames", ["arm", "its own", .. columns.Select(c => $"{c[BlendPrefix.Length..]} %")]);
        foreach (var arm in results.Arms)
        {
            Row([arm, .. columns.Prepend("miou").Select(c => Show(results.Final(c, arm, results.Domains), 1))]);
        }
    }

    private void Measures()
    {
        MeasureTable("Every measure, mean over the domains", results.Domains);
    }

    private void Domain(string domain)
    {
        MeasureTable($"{domain}: measures", [domain]);
        string[] classes = [.. results.Rows.SelectMany(r => r.Fields.Keys).Where(c => c.StartsWith(ClassPrefix, StringComparison.Ordinal)).Distinct()];
        Section($"{domain}: IoU of each class, %", ["class", .. results.Arms]);
        foreach (var column in classes)
        {
            Row([column[ClassPrefix.Length..], .. results.Arms.Select(arm => Show(results.Final(column, arm, [domain]), 1))]);
        }
    }

    private void MeasureTable(string title, IReadOnlyList<string> domains)
    {
        Section(title, ["measure", .. results.Arms]);
        foreach (var measure in Measure.All.Where(m => results.Rows.Any(r => r.Text(m.Column).Length > 0)))
        {
            Row([measure.Name, .. results.Arms.Select(arm => Show(results.Final(measure.Column, arm, domains), measure.Digits))]);
        }
    }

    private void Pictures(string title, IReadOnlyList<string> files)
    {
        if (files.Count > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n").AppendJoin('\n', files.Select(f => $"![{Path.GetFileNameWithoutExtension(f)}]({Uri.EscapeDataString(f).Replace("%2F", "/", StringComparison.Ordinal)})")).Append('\n');
        }
    }

    private void Section(string title, IReadOnlyList<string> columns)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        Row(columns);
        Row([.. columns.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    private void Row(IReadOnlyList<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
