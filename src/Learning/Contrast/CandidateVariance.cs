namespace Prcl.Learning.Contrast;

/// <summary>Which variance an anchor's candidates (positive, negatives, virtual negatives) have in the contrastive logits.</summary>
public enum CandidateVariance
{
    /// <summary>One for all of them, the mean σ² of the step's pixels: then σ²_a is the anchor's own temperature, and no candidate gains by being a point.</summary>
    Common,

    /// <summary>Each its own: the positive min(1/Λ, spread²), negatives σ², virtual ones 0, as published.</summary>
    Own,
}
