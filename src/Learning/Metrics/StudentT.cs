namespace Prcl.Learning.Metrics;

/// <summary>Student's t distribution with a whole number of degrees of freedom, in closed form (Abramowitz and Stegun, 26.7.3 and 26.7.4).</summary>
internal static class StudentT
{
    /// <summary>The t for which −t to t holds a given probability.</summary>
    /// <param name="probability">0 to 1, both excluded.</param>
    /// <param name="freedom">Degrees of freedom, 1 or more.</param>
    public static double Bound(double probability, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(freedom);
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability between ±t lies between 0 and 1.");
        }

        // Bisection of the angle, t = √ν·tan θ: each turn adds one binary digit, and a double has 53.
        double low = 0, high = Math.PI / 2;
        for (var turn = 0; turn < 60; turn++)
        {
            var angle = (low + high) / 2;
            if (Between(angle, freedom) < probability)
            {
                low = angle;
            }
            else
            {
                high = angle;
            }
        }

        return Math.Sqrt(freedom) * Math.Tan((low + high) / 2);
    }

    /// <summary>P(|T| ≤ √ν·tan θ), a finite series in cos² θ.</summary>
    private static double Between(double angle, int freedom)
    {
        double sine = Math.Sin(angle), cosine = Math.Cos(angle);
        var odd = freedom % 2;
        double term = odd == 1 ? cosine : 1, sum = 0;
        for (var power = odd; power <= freedom - 2; power += 2)
        {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }

        return odd == 1 ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
    }
}
