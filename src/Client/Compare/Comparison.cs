using Prcl.Client.Runs;

namespace Prcl.Client.Compare;

/// <summary>Two runs or versions side by side, for machines too.</summary>
/// <param name="A">The first one's name.</param>
/// <param name="B">The second one's.</param>
/// <param name="Settings">Settings that differ.</param>
/// <param name="Domains">What both, or one of them, have measured.</param>
internal sealed record Comparison(string A, string B, IReadOnlyList<SettingPair> Settings, IReadOnlyList<DomainPair> Domains)
{
    /// <summary>Compares.</summary>
    public static Comparison Of(RunSide a, RunSide b) => new(
        a.Name,
        b.Name,
        [
            .. from name in a.Run.Settings.Keys.Union(b.Run.Settings.Keys).Order(StringComparer.Ordinal)
               let pair = new SettingPair(name, a.Run.Settings.GetValueOrDefault(name), b.Run.Settings.GetValueOrDefault(name))
               where pair.A != pair.B
               select pair,
        ],
        [.. a.Scores.Concat(b.Scores).Select(s => s.Domain).Distinct().Order(StringComparer.Ordinal).Select(domain => Domain(a, b, domain))]);

    private static DomainPair Domain(RunSide a, RunSide b, string domain)
    {
        var (ours, theirs) = (a.In(domain), b.In(domain));
        string[] names = ClassNames.Of(a.Run.ClassesJson), others = ClassNames.Of(b.Run.ClassesJson);
        return new DomainPair(
            domain,
            ours?.Version,
            theirs?.Version,
            ours?.Images,
            theirs?.Images,
            ours?.MeanIou,
            theirs?.MeanIou,
            [.. names.Union(others).Select(name => new ClassPair(name, Iou(ours?.PerClassIou, names, name), Iou(theirs?.PerClassIou, others, name)))]);
    }

    private static double? Iou(double[]? perClass, string[] names, string name) =>
        Array.IndexOf(names, name) is >= 0 and var id && id < perClass?.Length && double.IsFinite(perClass[id]) ? perClass[id] : null;
}
