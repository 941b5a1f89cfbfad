namespace Prcl.Learning.Augmentation;

/// <summary>How strong augmentation mixes the images of a batch.</summary>
public enum Mixing
{
    /// <summary>Half of an image's pseudo-classes are pasted onto the next image (Olsson et al., 2021).</summary>
    ClassMix = 0,

    /// <summary>A box of half an image's area is pasted onto the next image (Yun et al., 2019).</summary>
    CutMix = 1,

    /// <summary>A box of half an image's area is erased (DeVries and Taylor, 2017).</summary>
    CutOut = 2,

    /// <summary>Images stay as they are.</summary>
    None = 3,

    /// <summary>Half of a labelled image's classes are pasted onto an unlabelled one (DACS, Tranheden et al., 2021).</summary>
    Labelled = 4,
}
