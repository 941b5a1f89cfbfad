namespace Prcl.Learning.Prototypes;

/// <summary>What a positive is taken from.</summary>
public enum PrototypeScope
{
    /// <summary>The global distribution prototype: every representation seen so far (the method).</summary>
    Global,

    /// <summary>This step's representations only (ablation).</summary>
    Batch,
}
