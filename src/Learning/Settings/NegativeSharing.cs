namespace Prcl.Learning.Settings;

/// <summary>How negatives are drawn for the anchors of a class.</summary>
public enum NegativeSharing
{
    /// <summary>N negatives for each anchor, as published.</summary>
    Anchor,

    /// <summary>N negatives shared by the anchors of a class: cheaper, and what the CPU reference used.</summary>
    Class,
}
