namespace Prcl.Images.Files;

/// <summary>What a PNG or JPEG says of itself before any pixel is decoded.</summary>
public sealed record ImageHeader
{
    /// <summary><see cref="ImageFormat.Png"/> or <see cref="ImageFormat.Jpeg"/>.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Columns of the upright image, that is after <see cref="Orientation"/> was applied.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the upright image, that is after <see cref="Orientation"/> was applied.</summary>
    public required int Height { get; init; }

    /// <summary>Bits a sample as stored: 1, 2, 4, 8 or 16.</summary>
    public required int BitDepth { get; init; }

    /// <summary>What a stored pixel consists of.</summary>
    public required PixelKind Pixels { get; init; }

    /// <summary>EXIF orientation, 1 (upright) to 8; 1 when the file says nothing or nonsense.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Whether this is an animated PNG (it has an <c>acTL</c> chunk).</summary>
    public bool IsAnimated { get; init; }

    /// <summary>Whether rows come interlaced (PNG Adam7) or progressively (JPEG).</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether orientation swaps rows and columns, so that the stored width is <see cref="Height"/>.</summary>
    public bool IsTransposed => Orientation >= 5;
}
