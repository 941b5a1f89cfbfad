namespace Prcl.Images.Files;

/// <summary>What one stored pixel of an image file consists of.</summary>
public enum PixelKind
{
    /// <summary>One intensity.</summary>
    Gray,

    /// <summary>An intensity and an alpha.</summary>
    GrayAlpha,

    /// <summary>An index into a palette.</summary>
    Palette,

    /// <summary>Three colours (in a JPEG usually stored as luma and chroma).</summary>
    Rgb,

    /// <summary>Three colours and an alpha.</summary>
    RgbAlpha,

    /// <summary>Four inks (in a JPEG possibly stored as YCCK).</summary>
    Cmyk,
}
