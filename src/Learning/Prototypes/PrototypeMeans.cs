namespace Prcl.Learning.Prototypes;

/// <summary>How the means of representations enter a prototype.</summary>
public enum PrototypeMeans
{
    /// <summary>As the mean head gives them (as published).</summary>
    Raw,

    /// <summary>L2-normalised over D.</summary>
    Unit,
}
