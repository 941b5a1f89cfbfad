namespace Prcl.Learning.Variances;

/// <summary>Whether the probability head's gradient reaches the features that it reads.</summary>
public enum HeadFeatures
{
    /// <summary>It doesn't: the variance describes the features and doesn't shape them.</summary>
    Detached,

    /// <summary>It does, as published.</summary>
    Attached,
}
