namespace Prcl.Images.Files;

/// <summary>What the first bytes of a file say it is. Only PNG and JPEG are decoded; the others are known so that a refusal can name them.</summary>
public enum ImageFormat
{
    /// <summary>No known signature.</summary>
    Unknown = 0,

    /// <summary>PNG (ISO/IEC 15948), accepted.</summary>
    Png,

    /// <summary>JPEG (ITU-T T.81), accepted.</summary>
    Jpeg,

    /// <summary>GIF, refused.</summary>
    Gif,

    /// <summary>WebP, refused.</summary>
    WebP,

    /// <summary>Windows bitmap, refused.</summary>
    Bmp,

    /// <summary>TIFF, refused.</summary>
    Tiff,

    /// <summary>HEIC or AVIF, refused.</summary>
    Heif,
}
