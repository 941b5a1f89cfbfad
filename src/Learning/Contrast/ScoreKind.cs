namespace Prcl.Learning.Contrast;

/// <summary>On which scale the mutual likelihood score compares means.</summary>
public enum ScoreKind
{
    /// <summary>Means of norm √D: the distance part is ‖Δ‖²/(2τ(σ²_a+σ²_b)) for unit means whatever D is (<c>docs/method.md</c>, section 6).</summary>
    Scaled,

    /// <summary>Means of norm 1, as published: the distance part falls as 1/D.</summary>
    Unit,
}
