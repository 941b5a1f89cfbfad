namespace Prcl.Learning.Augmentation;

/// <summary>One of the four adjustments of colour jitter.</summary>
public enum ColourAdjustment
{
    /// <summary>Every value times the factor.</summary>
    Brightness = 0,

    /// <summary>Away from (factor above 1) or towards the image's mean grey.</summary>
    Contrast = 1,

    /// <summary>Away from (factor above 1) or towards the pixel's own grey.</summary>
    Saturation = 2,

    /// <summary>A rotation of the hue in HSV, in turns.</summary>
    Hue = 3,
}
