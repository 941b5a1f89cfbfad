namespace Prcl.Learning.SelfTraining;

/// <summary>How confidence decides what a pseudo-labelled pixel counts in L_u.</summary>
public enum PseudoLabelWeighting
{
    /// <summary>A pixel counts where its confidence reaches δ_u, and not at all elsewhere.</summary>
    Pixel,

    /// <summary>Every pixel counts by the share of its image's pixels that reach δ_u, as published.</summary>
    Image,
}
