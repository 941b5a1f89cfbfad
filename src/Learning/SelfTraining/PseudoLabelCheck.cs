namespace Prcl.Learning.SelfTraining;

/// <summary>What a pseudo-label must agree with to count.</summary>
public enum PseudoLabelCheck
{
    /// <summary>The class whose prototype is nearest to the teacher's representation of the pixel.</summary>
    Prototype,

    /// <summary>Nothing, as published.</summary>
    None,
}
