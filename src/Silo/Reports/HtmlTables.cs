using System.Globalization;
using System.Net;
using System.Text;

namespace Prcl.Silo.Reports;

/// <summary>The page's tables.</summary>
internal static class HtmlTables
{
    /// <summary>IoU of every class in every domain, now and frozen, with what its prototype has seen.</summary>
    public static string Classes(Summary summary)
    {
        var table = new StringBuilder("<div class=\"wide\"><table class=\"classes\"><thead><tr><th>Class</th>")
            .AppendJoin("", summary.Domains.Select(d => $"<th>{WebUtility.HtmlEncode(d.Name)}</th>"))
            .Append("<th>evidence, pixels</th><th>drift</th></tr></thead><tbody>");
        for (var k = 0; k < summary.Classes.Count; k++)
        {
            table.Append($"<tr><th>{WebUtility.HtmlEncode(summary.Classes[k])}</th>")
                .AppendJoin("", summary.Domains.Select(d => Cell(d.PerClassIou[k], k < d.FrozenPerClassIou.Count ? d.FrozenPerClassIou[k] : double.NaN)));
            var prototype = k < summary.Prototypes.Count ? summary.Prototypes[k] : new PrototypeFigures("", double.NaN, double.NaN);
            table.Append(CultureInfo.InvariantCulture, $"<td>{(double.IsFinite(prototype.Evidence) ? prototype.Evidence.ToString("N0", CultureInfo.InvariantCulture) : "–")}</td><td>{(double.IsFinite(prototype.Drift) ? prototype.Drift.ToString("0.0000", CultureInfo.InvariantCulture) : "–")}</td></tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    /// <summary>The folders that were looked at only at the end.</summary>
    public static string Extra(Summary summary) => new StringBuilder("<table><thead><tr><th>Folder</th><th>frames</th><th>mIoU, %</th></tr></thead><tbody>")
        .AppendJoin("", summary.Extra.Select(e => $"<tr><th>{WebUtility.HtmlEncode(e.Name)}</th><td>{e.Images}</td><td>{Number(e.FinalMiou)}</td></tr>"))
        .Append("</tbody></table>").ToString();

    /// <summary>One decimal; a dash for none.</summary>
    public static string Number(double value) => double.IsFinite(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    /// <summary>One decimal with its sign; a dash for none.</summary>
    public static string Signed(double value) => double.IsFinite(value) ? value.ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) : "–";

    // A bar as long as the IoU, a tick where the frozen model stands.
    private static string Cell(double now, double frozen)
    {
        static string Share(double value) => Math.Clamp(value, 0, 100).ToString("0.#", CultureInfo.InvariantCulture);
        var bar = double.IsFinite(now) ? $"<span class=\"bar\"><i style=\"width:{Share(now)}%\"></i>{(double.IsFinite(frozen) ? $"<u style=\"left:{Share(frozen)}%\"></u>" : "")}</span>" : "";
        return $"<td>{Number(now)} <small>{Number(frozen)}</small>{bar}</td>";
    }
}
