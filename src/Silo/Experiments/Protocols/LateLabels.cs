namespace Prcl.Silo.Experiments.Protocols;

/// <summary>Labels that come while it learns: what a person adds who looks at what it is in doubt about.</summary>
/// <param name="Count">How many frames get one; 1 or more.</param>
/// <param name="At">After which share of the steps; above 0, below 1.</param>
internal sealed record LateLabels(int Count, double At)
{
    /// <summary>The step after which they come.</summary>
    /// <param name="steps">Steps of all.</param>
    public long Step(long steps) => Math.Max(1, (long)Math.Round(steps * At));
}
