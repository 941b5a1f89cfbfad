using System.Globalization;
using System.Net;
using System.Text;

namespace Prcl.Silo.Reports;

/// <summary>A domain's learning curve beside the frozen model, as SVG that takes its colours from the page.</summary>
internal static class CurveSvg
{
    private const int Width = 340;
    private const int Height = 230;
    private const double Left = 34;
    private const double Right = 52;
    private const double Top = 30;
    private const double Bottom = 26;
    private const int Ticks = 4;
    private const double LabelHeight = 13;

    /// <summary>Draws the curve.</summary>
    /// <param name="curve">What was measured.</param>
    /// <param name="time">Turns a measurement's time into seconds since the first step.</param>
    /// <param name="arrival">When the domain's first frame arrived, in seconds since the first step; null when it never did.</param>
    /// <param name="end">The right end of the axis, in seconds since the first step.</param>
    /// <param name="range">The axis of every domain: least and largest mIoU.</param>
    public static string Draw(LearningCurve curve, Func<double, double> time, double? arrival, double end, (double Low, double High) range)
    {
        double X(double seconds) => Left + ((Width - Left - Right) * Math.Clamp(seconds / Math.Max(1, end), 0, 1));
        double Y(double miou) => Height - Bottom - ((Height - Top - Bottom) * (miou - range.Low) / (range.High - range.Low));
        (double X, double Y)[] learning = [.. curve.Learning.Where(r => double.IsFinite(r.MeanIou)).Select(r => (X(time(r.Seconds)), Y(r.MeanIou)))];
        (double X, double Y)[] frozen = [.. curve.Frozen.Where(f => double.IsFinite(f.Miou)).Select(f => (X(time(f.Seconds)), Y(f.Miou)))];
        if (frozen.Length > 0)
        {
            // One measurement stands for the whole time: a frozen model doesn't change.
            frozen = [(learning.Length > 0 ? Math.Min(learning[0].X, frozen[0].X) : Left, frozen[0].Y), .. frozen];
        }

        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(Describe(curve))}\">");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var miou = range.Low + ((range.High - range.Low) * tick / Ticks);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(miou):0.#}\" y2=\"{Y(miou):0.#}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{Y(miou) + 4:0.#}\" text-anchor=\"end\">{miou:0}</text>"));
        }

        if (arrival is { } arrived)
        {
            svg.Append(Invariant($"<line class=\"arrival\" x1=\"{X(arrived):0.#}\" x2=\"{X(arrived):0.#}\" y1=\"{Top - 6}\" y2=\"{Height - Bottom}\"/><text class=\"tick\" x=\"{X(arrived) + 4:0.#}\" y=\"{Top - 10}\">arrives</text>"));
        }

        svg.Append(Invariant($"<text class=\"tick\" x=\"{Left}\" y=\"{Height - 8}\">0:00</text><text class=\"tick\" x=\"{Width - Right}\" y=\"{Height - 8}\" text-anchor=\"end\">{(int)end / 60}:{(int)end % 60:00}</text>"));
        Line(svg, "frozen", frozen);
        Line(svg, "learning", learning);
        foreach (var (x, y) in learning)
        {
            svg.Append(Invariant($"<circle class=\"dot\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\"/>"));
        }

        Labels(svg, curve, learning, frozen);
        return svg.Append("</svg>").ToString();
    }

    // The last figures beside their lines, pushed apart where they would cover each other.
    private static void Labels(StringBuilder svg, LearningCurve curve, (double X, double Y)[] learning, (double X, double Y)[] frozen)
    {
        if (learning.Length == 0)
        {
            return;
        }

        var now = learning[^1].Y;
        if (frozen.Length > 0)
        {
            var below = frozen[^1].Y >= now;
            var other = below ? Math.Max(frozen[^1].Y, now + LabelHeight) : Math.Min(frozen[^1].Y, now - LabelHeight);
            svg.Append(Invariant($"<text class=\"label muted\" x=\"{Width - Right + 8}\" y=\"{other + 4:0.#}\">{curve.Frozen[^1].Miou:0.0}</text>"));
        }

        svg.Append(Invariant($"<text class=\"label strong\" x=\"{Width - Right + 8}\" y=\"{now + 4:0.#}\">{curve.Learning[^1].MeanIou:0.0}</text>"));
    }

    private static void Line(StringBuilder svg, string kind, (double X, double Y)[] points)
    {
        if (points.Length > 1)
        {
            svg.Append($"<polyline class=\"{kind}\" points=\"{string.Join(' ', points.Select(p => Invariant($"{p.X:0.#},{p.Y:0.#}")))}\"/>");
        }
    }

    private static string Describe(LearningCurve curve) => curve.Learning.Count == 0
        ? $"{curve.Domain}: not measured"
        : Invariant($"{curve.Domain}: learning reaches {curve.Learning[^1].MeanIou:0.0} % mIoU{(curve.Frozen.Count > 0 ? Invariant($", the frozen model {curve.Frozen[^1].Miou:0.0} %") : "")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
