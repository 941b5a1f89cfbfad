using System.Runtime.InteropServices;
using Prcl.Images.Files;
using SkiaSharp;

namespace Prcl.Learning.Images;

/// <summary>
/// Turns PNG and JPEG bytes into upright 8-bit RGB. Whatever the bytes, the answer is a value: header rules are checked before a
/// pixel is allocated, structure before the decoder runs, and a decoder that stops early counts as a refusal.
/// </summary>
/// <remarks>
/// Gray becomes three equal channels; 16-bit samples become 8-bit ones; alpha is dropped without blending, so a transparent pixel
/// shows its stored colour; colour profiles are not applied; EXIF orientation (JPEG APP1, PNG eXIf) is. CMYK JPEGs are decoded when
/// an Adobe marker says that inks are inverted and refused otherwise. One kind of damage stays unseen, because no JPEG decoder can prove it:
/// scan data that were cut and closed again with an end marker come out gray from there on.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Decodes an image, or says why not.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> bytes, ImageLimits limits)
    {
        var (verdict, image) = Run(bytes, limits, isImageWanted: true);
        return new DecodeResult(verdict.Refusal, verdict.Message, image);
    }

    /// <summary>
    /// Answers exactly as <see cref="Decode"/> would, for a door that stores the bytes: limits, structure, checksums and a full
    /// decode whose pixels are thrown away, because only that proves that the trainer will be able to read the image.
    /// </summary>
    public static ImageVerdict Check(ReadOnlySpan<byte> bytes, ImageLimits limits) => Run(bytes, limits, isImageWanted: false).Verdict;

    private static (ImageVerdict Verdict, RgbImage? Image) Run(ReadOnlySpan<byte> bytes, ImageLimits limits, bool isImageWanted)
    {
        var verdict = limits.RefuseBytes(bytes.Length) ?? ImageInspector.Inspect(bytes);
        if (!verdict.IsAccepted)
        {
            return (verdict, null);
        }

        var header = verdict.Header;
        var refusal = limits.RefuseSize(header) ?? RefuseAnimation(header) ?? RefuseStructure(bytes, header);
        return refusal is null ? DecodePixels(bytes, header, isImageWanted) : (refusal, null);
    }

    private static ImageVerdict? RefuseAnimation(ImageHeader header) => header.IsAnimated
        ? new ImageVerdict(ImageRefusal.Animated, "the PNG is animated (it has an acTL chunk); a single picture is needed", header)
        : null;

    private static ImageVerdict? RefuseStructure(ReadOnlySpan<byte> bytes, ImageHeader header) => header.Format == ImageFormat.Png
        ? PngInspector.Verify(bytes, header, out _)
        : JpegInspector.Verify(bytes, header);

    private static unsafe (ImageVerdict Verdict, RgbImage? Image) DecodePixels(ReadOnlySpan<byte> bytes, ImageHeader header, bool isImageWanted)
    {
        var (width, height) = header.IsTransposed ? (header.Height, header.Width) : (header.Width, header.Height);
        fixed (byte* pinned = bytes)
        {
            using var data = SKData.Create((nint)pinned, bytes.Length);
            using var codec = SKCodec.Create(data);
            if (codec is null || codec.Info.Width != width || codec.Info.Height != height)
            {
                return (Refuse(SKCodecResult.InvalidInput, header), null);
            }

            var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
            var scratch = (byte*)NativeMemory.Alloc((nuint)width * (nuint)height, 4);
            try
            {
                var result = codec.GetPixels(info, (nint)scratch);
                if (result != SKCodecResult.Success)
                {
                    return (Refuse(result, header), null);
                }

                var image = isImageWanted ? PixelOrientation.ToUpright(new ReadOnlySpan<byte>(scratch, checked(width * height * 4)), header) : null;
                return (ImageVerdict.Accept(header), image);
            }
            finally
            {
                NativeMemory.Free(scratch);
            }
        }
    }

    private static ImageVerdict Refuse(SKCodecResult result, ImageHeader header) => result == SKCodecResult.IncompleteInput
        ? new ImageVerdict(ImageRefusal.Truncated, $"the {header.Format}'s pixel data ends before its {header.Width}×{header.Height} pixels do", header)
        : new ImageVerdict(ImageRefusal.Corrupt, $"the {header.Format}'s pixel data cannot be decoded ({result})", header);
}
