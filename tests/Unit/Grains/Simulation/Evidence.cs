using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>What sums blobs hold, and what committed prototypes must therefore be. Plain loops, and no code of the ledger's.</summary>
internal sealed class Evidence(string runId, double halfLife)
{
    private readonly Dictionary<string, PrototypeSums?[]> _sums = new(StringComparer.Ordinal)
    {
        [ModelStore.InitialModel(runId)] = new PrototypeSums?[World.Classes],
    };

    /// <summary>A blob is written.</summary>
    public void Put(string blob, PrototypeSums?[] sums) => _sums[blob] = sums;

    /// <summary>By class.</summary>
    public PrototypeSums?[] Of(string blob) => _sums[blob];

    /// <summary>The sum over the committed reports below a round: Σ 2^(−(C − c)/T)·x. Where training was rolled back only those below that version count.</summary>
    public PrototypeSums? Expected(IReadOnlyList<RoundManifest> history, int classId, long round)
    {
        var found = new List<PrototypeSums>();
        while (round > 0)
        {
            var manifest = history[(int)round - 1];
            found.AddRange(manifest.Reports.Select(r => _sums[r.SumsBlob][classId]).OfType<PrototypeSums>());
            round = manifest.Rewind?.Version ?? round - 1;
        }

        return found.Count == 0 ? null : Add(found);
    }

    /// <summary>Whether both are the same to 1e-9.</summary>
    public static bool IsSame(PrototypeSums? expected, PrototypeSums? actual) => expected is null || actual is null
        ? expected is null && actual is null
        : expected.Clock == actual.Clock && IsNear(expected.Count, actual.Count)
            && expected.Precision.Concat(expected.Information).Concat(expected.SecondMoment)
                .Zip(actual.Precision.Concat(actual.Information).Concat(actual.SecondMoment)).All(p => IsNear(p.First, p.Second));

    private PrototypeSums Add(List<PrototypeSums> found)
    {
        var (clock, count) = (found.Max(s => s.Clock), 0.0);
        double[] precision = new double[World.Width], information = new double[World.Width], second = new double[World.Width];
        foreach (var sums in found)
        {
            var kept = halfLife > 0 ? Math.Pow(2, -(clock - sums.Clock) / halfLife) : 1;
            count += kept * sums.Count;
            for (var d = 0; d < World.Width; d++)
            {
                precision[d] += kept * sums.Precision[d];
                information[d] += kept * sums.Information[d];
                second[d] += kept * sums.SecondMoment[d];
            }
        }

        return new PrototypeSums(precision, information, second, count, clock);
    }

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Abs(a);
}
