namespace Prcl.Learning.Settings;

/// <summary>Which size of network and which defaults.</summary>
public enum Profile
{
    /// <summary>128-channel separable heads, D = 64, Q = 64, N = 128: trains on two CPU cores.</summary>
    Cpu,

    /// <summary>256-channel heads, D = 256, Q = 256, N = 512: the published configuration.</summary>
    Paper,
}

/// <summary>How the means of representations enter a prototype.</summary>
public enum PrototypeMeans
{
    /// <summary>As the mean head gives them (as published).</summary>
    Raw,

    /// <summary>L2-normalised over D.</summary>
    Unit,
}

/// <summary>What a representation is.</summary>
public enum RepresentationKind
{
    /// <summary>A Gaussian: mean and variance (the method).</summary>
    Probabilistic,

    /// <summary>A point: σ² ≡ 1 (ablation).</summary>
    Deterministic,
}

/// <summary>What a positive is taken from.</summary>
public enum PrototypeScope
{
    /// <summary>The global distribution prototype: every representation seen so far (the method).</summary>
    Global,

    /// <summary>This step's representations only (ablation).</summary>
    Batch,
}

/// <summary>How negatives are drawn for the anchors of a class.</summary>
public enum NegativeSharing
{
    /// <summary>N negatives for each anchor, as published.</summary>
    Anchor,

    /// <summary>N negatives shared by the anchors of a class: cheaper, and what the CPU reference used.</summary>
    Class,
}

/// <summary>The scale s_j of virtual negatives around a prototype.</summary>
public enum VirtualSpread
{
    /// <summary>s = 1, what the published code amounts to.</summary>
    Unit,

    /// <summary>Square root of the class's spread variance.</summary>
    Spread,

    /// <summary>Square root of the posterior variance 1/Λ.</summary>
    Posterior,
}

/// <summary>How the learning rate changes.</summary>
public enum Schedule
{
    /// <summary>Falls to zero over <c>total-steps</c> with power <c>schedule-power</c>.</summary>
    Polynomial,

    /// <summary>Linear warm-up over <c>warmup-steps</c>, then constant: for streams that don't end.</summary>
    Endless,
}
