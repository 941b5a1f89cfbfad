using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Settings;

namespace Prcl.Learning.VirtualNegatives;

/// <summary>
/// Virtual negatives ν = μ_j + r·s_j⊙ε, ε ~ N(0, I) (<c>docs/method.md</c>, section 4): a pure function of prototype, run
/// seed, step, class and count, so the prototype's grain and a trainer draw the same ones.
/// </summary>
/// <param name="runSeed">The run's seed.</param>
/// <param name="radius">r.</param>
/// <param name="spread">Which scale s_j is.</param>
public sealed class VirtualNegativeSampler(long runSeed, double radius, VirtualSpread spread)
{
    /// <summary>Draws ν row by row, [count, D].</summary>
    /// <param name="prototype">The source class's prototype.</param>
    /// <param name="classId">The source class j.</param>
    /// <param name="step">Steps since the run began.</param>
    /// <param name="count">V.</param>
    public float[] Draw(PrototypeSums prototype, int classId, long step, int count)
    {
        var random = RandomKey.FromSeed(runSeed).With(step).With(Purpose.VirtualNegatives).With(classId).ToRandom();
        var mean = prototype.Mean();
        var scale = Scale(prototype);
        var draws = new float[count * prototype.Width];
        for (var i = 0; i < draws.Length; i++)
        {
            var d = i % prototype.Width;
            draws[i] = (float)(mean[d] + radius * scale[d] * random.NextNormal());
        }

        return draws;
    }

    private double[] Scale(PrototypeSums prototype) => spread switch
    {
        VirtualSpread.Moments => Array.ConvertAll(prototype.BetweenVariance(), Math.Sqrt),
        VirtualSpread.Spread => Array.ConvertAll(prototype.SpreadVariance(), Math.Sqrt),
        VirtualSpread.Posterior => Array.ConvertAll(prototype.PosteriorVariance(), Math.Sqrt),
        _ => Enumerable.Repeat(1.0, prototype.Width).ToArray(),
    };
}
