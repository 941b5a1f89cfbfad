namespace Prcl.Images.Files;

/// <summary>Why an image or a label file was refused. A refusal is an expected outcome; the message beside it names the rule and the values.</summary>
public enum ImageRefusal
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>More bytes than <see cref="ImageLimits.MaxBytes"/>.</summary>
    TooManyBytes,

    /// <summary>The bytes begin like no known image format.</summary>
    NotAnImage,

    /// <summary>A known format, or a variant of an accepted one, that is not read here; the message names it.</summary>
    UnsupportedFormat,

    /// <summary>An animated PNG.</summary>
    Animated,

    /// <summary>The file ends before the image does.</summary>
    Truncated,

    /// <summary>A side shorter than <see cref="ImageLimits.MinSide"/>.</summary>
    TooSmall,

    /// <summary>Larger than <see cref="ImageLimits.MaxWidth"/>, <see cref="ImageLimits.MaxHeight"/> or <see cref="ImageLimits.MaxPixels"/>, or more scans than any real photograph has.</summary>
    TooLarge,

    /// <summary>The bytes contradict the format's rules.</summary>
    Corrupt,

    /// <summary>A sound PNG whose pixels are colours, not class ids (label files only).</summary>
    NotALabelMap,
}
