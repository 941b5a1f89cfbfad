namespace Prcl.Learning.Prototypes;

/// <summary>Which pixels a prototype is the sum of.</summary>
public enum PrototypeEvidence
{
    /// <summary>Pixels that a person labelled, as the teacher represents them.</summary>
    Labelled,

    /// <summary>All valid pixels, pseudo-labelled ones too, as the student represents them after strong augmentation, as published.</summary>
    Valid,
}
