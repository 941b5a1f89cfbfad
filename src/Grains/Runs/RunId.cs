using System.Globalization;
using Prcl.Contracts;

namespace Prcl.Grains.Runs;

/// <summary>
/// What tells a run from an earlier one of the same name that was deleted: the folder of its blobs and the beginning of its grains' states. The first run
/// of a name has the name itself, the second one <c>_1.NAME</c>, which no name is. So whoever still works for a deleted run writes where nobody looks.
/// </summary>
public static class RunId
{
    // A trainer joins about once a minute at worst: that many are never given out.
    private const long IncarnationsOfOne = 1_000_000_000;

    /// <summary>The id of a run.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="generation">How many runs of that name were deleted before it.</param>
    public static string Of(string name, int generation) => generation == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"_{generation}.{name}");

    /// <summary>The name and the generation of a run; null when it is no id.</summary>
    public static (string Name, int Generation)? Parse(string id)
    {
        if (PrclNames.IsName(id))
        {
            return (id, 0);
        }

        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 1 && id[0] == '_' && int.TryParse(id.AsSpan(1, dot - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && PrclNames.IsName(id[(dot + 1)..]) && Of(id[(dot + 1)..], generation) == id && generation > 0
            ? (id[(dot + 1)..], generation)
            : null;
    }

    /// <summary>The name of a run, for people.</summary>
    public static string NameOf(string id) => Parse(id)?.Name ?? id;

    /// <summary>Every incarnation of an earlier run's trainers is below this one, and none of this run's.</summary>
    public static long FencedBelow(int generation) => generation * IncarnationsOfOne;
}
