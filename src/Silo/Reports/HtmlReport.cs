using System.Globalization;
using System.Net;
using System.Text;
using Prcl.Silo.Demo;

namespace Prcl.Silo.Reports;

/// <summary>
/// The report as one page that needs nothing else: pictures are in it, no script runs, colours follow the reader's light or dark.
/// </summary>
/// <param name="record">What the demo has seen.</param>
/// <param name="plan">The frames.</param>
/// <param name="summary">The figures.</param>
internal sealed class HtmlReport(DemoRecord record, DemoPlan plan, Summary summary)
{
    // The axis begins and ends at these, so that its four ticks are whole numbers.
    private const double AxisStep = 20;

    // Less than this is told in figures, not in colour.
    private const double Notable = 0.5;

    private readonly LearningCurve[] _curves = [.. plan.Domains.Select(d => LearningCurve.Of(record, d.Name))];

    /// <summary>Writes the page.</summary>
    /// <param name="pictures">The pictures' files and bytes, in the order of the page.</param>
    public string Write(IReadOnlyList<(string File, byte[] Png)> pictures)
    {
        var page = new StringBuilder()
            .Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append($"<meta name=\"color-scheme\" content=\"light dark\"><title>{Text(Headline())}</title><style>{HtmlStyle.Sheet}</style></head><body><main>\n")
            .Append($"<header><p class=\"kicker\">{Text(summary.Source)}</p><h1>{Text(Headline())}</h1><p class=\"lead\">{Text(Lead())}</p></header>\n");
        Tiles(page);
        Curves(page);
        page.Append("<section><h2>Every class</h2><p>IoU in percent at the end and, in grey and as a tick, what the frozen model reaches on the same frames.</p>").Append(HtmlTables.Classes(summary)).Append("</section>\n");
        if (summary.Extra.Count > 0)
        {
            page.Append("<section><h2>Looked at only at the end</h2>").Append(HtmlTables.Extra(summary)).Append("</section>\n");
        }

        foreach (var (file, png) in pictures.Where(p => p.File != PictureFiles.Miou))
        {
            Picture(page, file, png);
        }

        Rest(page);
        return page.Append("</main></body></html>\n").ToString();
    }

    private string Headline()
    {
        var met = _curves.Where(c => double.IsFinite(c.Gain)).Skip(_curves.Length > 1 ? 1 : 0).ToArray();
        return met.Length == 0
            ? "What was learned from the stream"
            : Invariant($"Learning from unlabelled frames: {met.Average(c => c.Gain):+0.0;−0.0;0.0} points of mIoU on {string.Join(" and ", met.Select(c => c.Domain))}");
    }

    private string Lead() => Invariant(
        $"{plan.Labelled.Count} labelled frames of {plan.Domains[0].Name}, {record.Pushed} frames without labels, {summary.Steps} steps in {summary.WallSeconds:0} s. Frozen is the last version before the first unlabelled frame was learned from; both are measured on the same frames, which no training sees.");

    private void Tiles(StringBuilder page)
    {
        page.Append("<div class=\"tiles\">");
        foreach (var curve in _curves)
        {
            var gain = curve.Gain;
            var tone = !double.IsFinite(gain) ? "" : gain >= Notable ? " up" : gain <= -Notable ? " down" : "";
            page.Append(Invariant($"<div class=\"tile\"><span class=\"name\">{Text(curve.Domain)}</span><span class=\"figure{tone}\">{HtmlTables.Signed(gain)}</span>"))
                .Append($"<span class=\"note\">{HtmlTables.Number(curve.Frozen.Count > 0 ? curve.Frozen[^1].Miou : double.NaN)} → <b>{HtmlTables.Number(curve.Learning.Count > 0 ? curve.Learning[^1].MeanIou : double.NaN)}</b> % mIoU</span>")
                .Append(curve == _curves[0] ? $"<span class=\"note\">forgotten: {HtmlTables.Number(curve.Forgotten)}</span></div>" : "</div>");
        }

        page.Append("</div>\n");
    }

    private void Curves(StringBuilder page)
    {
        var all = _curves.SelectMany(c => c.Learning.Select(r => r.MeanIou).Concat(c.Frozen.Select(f => f.Miou))).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var range = (Low: Math.Max(0, AxisStep * Math.Floor((all.Min() - 1) / AxisStep)), High: AxisStep * Math.Ceiling((all.Max() + 1) / AxisStep));
        var end = _curves.SelectMany(c => c.Learning).Select(r => record.SinceFirstStep(r.Seconds)).DefaultIfEmpty(1).Max();
        page.Append("<section><h2>Going on learning, beside standing still</h2><p><span class=\"key learning\"></span> goes on learning <span class=\"key frozen\"></span> frozen · mIoU in percent over minutes and seconds since the first step. Points in between look at a sample of the frames, the last at all of them.</p><div class=\"curves\">");
        foreach (var curve in _curves)
        {
            var svg = CurveSvg.Draw(curve, record.SinceFirstStep, record.Arrivals.Find(a => a.Domain == curve.Domain)?.Seconds, end, range);
            page.Append($"<figure><figcaption>{Text(curve.Domain)}</figcaption>{svg}</figure>");
        }

        page.Append("</div></section>\n");
    }

    private static void Picture(StringBuilder page, string file, byte[] png)
    {
        var kind = file is PictureFiles.Frames or PictureFiles.Doubts ? "photo" : "chart";
        page.Append($"<section><h2>{Text(ReportText.Titles[file])}</h2><p>{Text(ReportText.Meanings[file])}</p><img class=\"{kind}\" alt=\"{Text(ReportText.Titles[file])}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"></section>\n");
    }

    private void Rest(StringBuilder page)
    {
        if (summary.Notes.Count > 0)
        {
            page.Append("<section><h2>Notes</h2><ul>").AppendJoin("", summary.Notes.Select(n => $"<li>{Text(n)}</li>")).Append("</ul></section>\n");
        }

        page.Append(Invariant($"<section><h2>The run</h2><p>{summary.Steps} steps in {summary.Rounds} rounds, {summary.ImagesPerSecond:0.0} image draws a second, {summary.TensorSeconds:0} of {summary.WallSeconds:0} s tensor work, at most {summary.PeakMemoryBytes / 1048576.0:0} MiB of memory. "))
            .Append($"Training ended because {Text(ReportText.Reason(summary.Ending))}. All figures: <a href=\"{ReportFolder.SummaryFile}\">{ReportFolder.SummaryFile}</a>.</p>")
            .Append("<details><summary>Every setting</summary><table class=\"settings\">")
            .AppendJoin("", summary.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"<tr><td>{Text(s.Key)}</td><td>{Text(s.Value)}</td></tr>"))
            .Append("</table></details></section>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
