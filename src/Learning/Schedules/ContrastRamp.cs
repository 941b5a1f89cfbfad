namespace Prcl.Learning.Schedules;

/// <summary>The ramp of λ_c (<c>docs/method.md</c>, section 2, losses).</summary>
public static class ContrastRamp
{
    /// <summary>
    /// 0 before <paramref name="begin"/>, <paramref name="max"/> from <paramref name="end"/> on, between them
    /// max·exp(−5·(1 − (at−begin)/(end−begin))²). With end ≤ begin it is constant.
    /// </summary>
    public static double Weight(long at, long begin, long end, double max)
    {
        if (end <= begin || at >= end)
        {
            return max;
        }

        if (at < begin)
        {
            return 0;
        }

        var rest = 1 - (double)(at - begin) / (end - begin);
        return max * Math.Exp(-5 * rest * rest);
    }
}
