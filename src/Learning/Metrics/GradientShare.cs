namespace Prcl.Learning.Metrics;

/// <summary>Which part of the loss moves the weights.</summary>
public static class GradientShare
{
    /// <summary>Each part's share of the summed gradient norms, adding to 1; NaN where every norm is 0.</summary>
    /// <param name="norm">L2 norm of the gradient of a part of the loss, by the part's name.</param>
    /// <exception cref="ArgumentException">A norm that is negative or not finite.</exception>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyDictionary<string, double> norm)
    {
        foreach (var (part, value) in norm)
        {
            if (!double.IsFinite(value) || value < 0)
            {
                throw new ArgumentException($"The gradient norm of '{part}' is {value}: it must be finite and not negative.", nameof(norm));
            }
        }

        var sum = norm.Values.Sum();
        return norm.ToDictionary(part => part.Key, part => part.Value / sum);
    }
}
