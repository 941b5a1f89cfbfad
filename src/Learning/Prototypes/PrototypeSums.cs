using System.Numerics;
using System.Runtime.InteropServices;

namespace Prcl.Learning.Prototypes;

/// <summary>
/// The evidence for one class as a sum (<c>docs/method.md</c>, section 3): Λ = Σ 1/σ², η = Σ μ/σ², q = Σ μ²/σ², n, at a
/// clock. Merging is addition, so any order and grouping gives the same prototype; forgetting is a decay at merging.
/// Immutable by convention: nobody writes into the arrays of an instance that has been handed out.
/// </summary>
public sealed class PrototypeSums
{
    /// <summary>Wraps sums without copying.</summary>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public PrototypeSums(double[] precision, double[] information, double[] secondMoment, double count, long clock)
    {
        if (information.Length != precision.Length || secondMoment.Length != precision.Length)
        {
            throw new ArgumentException($"Sums of width {precision.Length}, {information.Length} and {secondMoment.Length}: all must have the same width.", nameof(precision));
        }

        (Precision, Information, SecondMoment, Count, Clock) = (precision, information, secondMoment, count, clock);
    }

    /// <summary>D.</summary>
    public int Width => Precision.Length;

    /// <summary>Λ = Σ 1/σ², length D.</summary>
    public double[] Precision { get; }

    /// <summary>η = Σ μ/σ², length D.</summary>
    public double[] Information { get; }

    /// <summary>q = Σ μ²/σ², length D.</summary>
    public double[] SecondMoment { get; }

    /// <summary>n, pixels; decayed ones count in part.</summary>
    public double Count { get; }

    /// <summary>Image draws at which the sum stands.</summary>
    public long Clock { get; }

    /// <summary>The prototype's mean μ_ρ = η/Λ.</summary>
    public double[] Mean() => Zip(Information, Precision, (eta, lambda) => eta / lambda);

    /// <summary>1/Λ: how surely the mean is known; shrinks as 1/n.</summary>
    public double[] PosteriorVariance() => Array.ConvertAll(Precision, lambda => 1 / lambda);

    /// <summary>q/Λ − (η/Λ)²: precision-weighted variance between pixels, never below 0 whatever rounding does to the difference.</summary>
    public double[] BetweenVariance()
    {
        var between = new double[Width];
        for (var d = 0; d < Width; d++)
        {
            var mean = Information[d] / Precision[d];
            between[d] = Math.Max(0, SecondMoment[d] / Precision[d] - mean * mean);
        }

        return between;
    }

    /// <summary>
    /// spread² = q/Λ − (η/Λ)² + n/Λ: precision-weighted variance between pixels plus the typical σ² (harmonic mean).
    /// Never below n/Λ, whatever rounding does to the difference.
    /// </summary>
    public double[] SpreadVariance()
    {
        var spread = BetweenVariance();
        for (var d = 0; d < Width; d++)
        {
            spread[d] += Count / Precision[d];
        }

        return spread;
    }

    /// <summary>The variance that a prototype has as a positive: min(1/Λ, spread²).</summary>
    public double[] PositiveVariance() => Zip(PosteriorVariance(), SpreadVariance(), Math.Min);

    /// <summary>
    /// The sums of both, at the later clock: each is decayed by 2^(−(C − c)/T) on entry, so a late sum is decayed like an
    /// early one.
    /// </summary>
    /// <param name="other">Sums of the same width.</param>
    /// <param name="halfLife">T in image draws; 0 or infinity never forgets.</param>
    public PrototypeSums Merge(PrototypeSums other, double halfLife)
    {
        if (other.Width != Width)
        {
            throw new ArgumentException($"Sums of width {other.Width} can't be merged into a prototype of width {Width}.", nameof(other));
        }

        var clock = Math.Max(Clock, other.Clock);
        double mine = Decay(clock - Clock, halfLife), theirs = Decay(clock - other.Clock, halfLife);
        return new PrototypeSums(
            Zip(Precision, other.Precision, (a, b) => mine * a + theirs * b),
            Zip(Information, other.Information, (a, b) => mine * a + theirs * b),
            Zip(SecondMoment, other.SecondMoment, (a, b) => mine * a + theirs * b),
            mine * Count + theirs * other.Count,
            clock);
    }

    /// <summary>These sums as they stand at a later clock; an earlier one, which decay can't bring back, leaves them as they are.</summary>
    public PrototypeSums At(long clock, double halfLife)
    {
        if (clock <= Clock)
        {
            return this;
        }

        var factor = Decay(clock - Clock, halfLife);
        return new PrototypeSums(
            Array.ConvertAll(Precision, x => factor * x),
            Array.ConvertAll(Information, x => factor * x),
            Array.ConvertAll(SecondMoment, x => factor * x),
            factor * Count,
            clock);
    }

    /// <summary>n as it stands at a later clock: what decides whether a class that wasn't seen for long is stale.</summary>
    public double CountAt(long clock, double halfLife) => Decay(Math.Max(0, clock - Clock), halfLife) * Count;

    /// <summary>Merges where either side may be missing.</summary>
    public static PrototypeSums? Merge(PrototypeSums? a, PrototypeSums? b, double halfLife) =>
        a is null ? b : b is null ? a : a.Merge(b, halfLife);

    /// <summary>The sum of many at the latest one's clock, as merging one after the other gives it up to rounding, in one new buffer; null of none.</summary>
    /// <param name="parts">Sums of the same width.</param>
    /// <param name="halfLife">T in image draws; 0 or infinity never forgets.</param>
    public static PrototypeSums? Sum(ReadOnlySpan<PrototypeSums> parts, double halfLife)
    {
        if (parts.Length < 2)
        {
            return parts.IsEmpty ? null : parts[0];
        }

        var (width, clock, count) = (parts[0].Width, parts[0].Clock, 0.0);
        foreach (var part in parts)
        {
            clock = Math.Max(clock, part.Clock);
        }

        var (precision, information, secondMoment) = (new double[width], new double[width], new double[width]);
        foreach (var part in parts)
        {
            var factor = Decay(clock - part.Clock, halfLife);
            AddScaled(precision, part.Precision, factor);
            AddScaled(information, part.Information, factor);
            AddScaled(secondMoment, part.SecondMoment, factor);
            count += factor * part.Count;
        }

        return new PrototypeSums(precision, information, secondMoment, count, clock);
    }

    /// <summary>Why these sums can't be merged, or null: non-finite, wrong width, Λ ≤ 0, n ≤ 0.</summary>
    public string? Refusal(int width)
    {
        if (Width != width)
        {
            return $"sums have width {Width}; the prototype has {width}";
        }

        if (!(Count > 0) || !double.IsFinite(Count))
        {
            return $"n is {Count}; it must be positive and finite";
        }

        for (var d = 0; d < Width; d++)
        {
            if (!(Precision[d] > 0) || !double.IsFinite(Precision[d]))
            {
                return $"precision in dimension {d} is {Precision[d]}; it must be positive and finite";
            }

            if (!double.IsFinite(Information[d]) || !double.IsFinite(SecondMoment[d]))
            {
                return $"information or second moment in dimension {d} isn't finite";
            }
        }

        return null;
    }

    private static double Decay(long images, double halfLife) =>
        images == 0 || halfLife <= 0 || double.IsInfinity(halfLife) ? 1 : Math.Pow(2, -images / halfLife);

    private static void AddScaled(double[] sum, double[] part, double factor)
    {
        if (part.Length != sum.Length)
        {
            throw new ArgumentException($"Sums of width {part.Length} can't be added to sums of width {sum.Length}.", nameof(part));
        }

        var sums = MemoryMarshal.Cast<double, Vector<double>>(sum.AsSpan());
        var parts = MemoryMarshal.Cast<double, Vector<double>>(part.AsSpan());
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += factor * parts[i];
        }

        for (var i = sums.Length * Vector<double>.Count; i < sum.Length; i++)
        {
            sum[i] += factor * part[i];
        }
    }

    private static double[] Zip(double[] a, double[] b, Func<double, double, double> combine)
    {
        var result = new double[a.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = combine(a[i], b[i]);
        }

        return result;
    }
}
