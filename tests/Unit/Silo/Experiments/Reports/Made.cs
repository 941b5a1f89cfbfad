using Prcl.Silo.Experiments.Reports;
using Prcl.Silo.Experiments.Results;

namespace Prcl.Unit.Silo.Experiments.Reports;

/// <summary>Results whose figures can be checked by hand.</summary>
internal static class Made
{
    public static IReadOnlyList<ResultRow> Rows() =>
    [
        Row("supervised", 0, 1, "day", 40), Row("supervised", 0, 1, "dusk", 20),
        Row("supervised", 0, 2, "day", 42), Row("supervised", 0, 2, "dusk", 26),
        Row("supervised", 1, 2, "day", 43), Row("supervised", 1, 2, "dusk", 27),
        Row("prcl", 0, 1, "day", 41), Row("prcl", 0, 1, "dusk", 20),
        Row("prcl", 0, 2, "day", 40), Row("prcl", 0, 2, "dusk", 32), Row("prcl", 0, 2, "night", 12),
        Row("prcl", 1, 2, "day", 44), Row("prcl", 1, 2, "dusk", 32),
        Row("prcl", 2, 2, "day", 46), Row("prcl", 2, 2, "dusk", 40),
    ];

    public static ResultSet Set() => new(Rows());

    private static ResultRow Row(string arm, long seed, int phase, string domain, double miou)
    {
        var row = new ResultRow(new ResultKey(arm, seed, phase, domain))
        {
            ["arrives"] = domain switch { "day" => 1, "dusk" => 2, _ => double.NaN },
            ["steps"] = 100 * phase,
            ["miou"] = miou,
            ["iou_Sky"] = 2 * miou,
        };
        row.Set("commit", "abc");
        return row;
    }
}
