namespace Prcl.Learning.Settings;

/// <summary>The scale s_j of virtual negatives around a prototype.</summary>
public enum VirtualSpread
{
    /// <summary>Square root of the variance between the class's pixels: what is drawn looks like the class (sums of unit means).</summary>
    Moments,

    /// <summary>s = 1, what the published code amounts to.</summary>
    Unit,

    /// <summary>Square root of the class's spread variance.</summary>
    Spread,

    /// <summary>Square root of the posterior variance 1/Λ.</summary>
    Posterior,
}
