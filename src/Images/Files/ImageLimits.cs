namespace Prcl.Images.Files;

/// <summary>What an image may weigh and measure. All of it is checked on the bytes and the header, before any pixel is allocated.</summary>
public sealed record ImageLimits
{
    /// <summary>The limits that apply when none are given.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest file in bytes; default 32 MiB.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Most columns of the upright image; default 8192.</summary>
    public int MaxWidth { get; init; } = 8192;

    /// <summary>Most rows of the upright image; default 8192.</summary>
    public int MaxHeight { get; init; } = 8192;

    /// <summary>Most pixels, 1 to 536,870,911 (a decoder's four bytes each must fit one array); default 33,554,432 (8192×4096).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int MaxPixels
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, int.MaxValue / 4);
            field = value;
        }
    } = 33_554_432;

    /// <summary>Fewest pixels along either side; default 16.</summary>
    public int MinSide { get; init; } = 16;

    /// <summary>Refuses by number of bytes, or returns null.</summary>
    internal ImageVerdict? RefuseBytes(int length) => length switch
    {
        0 => ImageVerdict.Refuse(ImageRefusal.Empty, "the file is empty (0 bytes)"),
        _ when length > MaxBytes => ImageVerdict.Refuse(ImageRefusal.TooManyBytes, $"the file has {length} bytes; at most {MaxBytes} are allowed"),
        _ => null,
    };

    /// <summary>Refuses by dimensions, or returns null.</summary>
    internal ImageVerdict? RefuseSize(ImageHeader header)
    {
        var (width, height) = (header.Width, header.Height);
        if (width > MaxWidth || height > MaxHeight)
        {
            return new ImageVerdict(ImageRefusal.TooLarge, $"the image is {width}×{height}; at most {MaxWidth}×{MaxHeight} are allowed", header);
        }

        if ((long)width * height > MaxPixels)
        {
            return new ImageVerdict(ImageRefusal.TooLarge, $"the image is {width}×{height}, {(long)width * height} pixels; at most {MaxPixels} are allowed", header);
        }

        return Math.Min(width, height) < MinSide
            ? new ImageVerdict(ImageRefusal.TooSmall, $"the image is {width}×{height}; each side needs at least {MinSide} pixels", header)
            : null;
    }
}
