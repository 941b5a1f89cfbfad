namespace Prcl.Chaos.Ledger;

/// <summary>A class's sums, added in plain loops: the arithmetic that the product's is held against.</summary>
/// <param name="Sums">Λ, η and q, one after the other.</param>
/// <param name="Count">n.</param>
/// <param name="Clock">Image draws at which it stands.</param>
internal sealed record Evidence(double[] Sums, double Count, double Clock)
{
    /// <summary>Both together, each decayed to the later clock.</summary>
    public static Evidence? Add(Evidence? a, Evidence? b, double halfLife)
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        var clock = Math.Max(a.Clock, b.Clock);
        Evidence x = a.At(clock, halfLife), y = b.At(clock, halfLife);
        var sums = new double[x.Sums.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = x.Sums[i] + y.Sums[i];
        }

        return new Evidence(sums, x.Count + y.Count, clock);
    }

    /// <summary>The largest difference between two, relative to the larger value; infinite when one of them lacks.</summary>
    public static double Error(Evidence? a, Evidence? b, double halfLife)
    {
        if (a is null || b is null)
        {
            return a is null && b is null ? 0 : double.PositiveInfinity;
        }

        var clock = Math.Max(a.Clock, b.Clock);
        Evidence x = a.At(clock, halfLife), y = b.At(clock, halfLife);
        return x.Sums.Append(x.Count).Zip(y.Sums.Append(y.Count), Relative).Max();
    }

    private static double Relative(double a, double b) => a == b ? 0 : Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b));

    /// <summary>As it stands at a later clock.</summary>
    public Evidence At(double clock, double halfLife)
    {
        var factor = Math.Pow(2, -(clock - Clock) / halfLife);
        return new Evidence([.. Sums.Select(s => factor * s)], factor * Count, clock);
    }
}
