using System.Runtime.InteropServices;
using NetVips;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Benchmarks;

/// <summary>The decoders that are compared: a whole file in, the pixels R, G, B out, for PNGs and JPEGs of three channels.</summary>
internal static class Decoders
{
    static Decoders()
    {
        NetVips.NetVips.Concurrency = 1;
        NetVips.NetVips.BlockUntrusted = true;
        Cache.Max = 0;
    }

    /// <summary>This project's: limits, structure and checksums first, then SkiaSharp.</summary>
    public static byte[] Project(byte[] file)
    {
        var decoded = ImageDecoder.Decode(file, ImageLimits.Default);
        return decoded.Image?.Pixels ?? throw new InvalidOperationException(decoded.Message);
    }

    /// <summary>SkiaSharp alone; its four bytes a pixel brought to three one by one.</summary>
    public static unsafe byte[] Skia(byte[] file)
    {
        fixed (byte* pinned = file)
        {
            using var data = SKData.Create((nint)pinned, file.Length);
            using var codec = SKCodec.Create(data);
            var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
            var rgba = (byte*)NativeMemory.Alloc((nuint)info.BytesSize);
            codec.GetPixels(info, (nint)rgba);
            var pixels = GC.AllocateUninitializedArray<byte>(info.Width * info.Height * 3);
            for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3)
            {
                (pixels[to], pixels[to + 1], pixels[to + 2]) = (rgba[from], rgba[from + 1], rgba[from + 2]);
            }

            NativeMemory.Free(rgba);
            return pixels;
        }
    }

    /// <summary>NetVips through its pipeline, whose worker is another thread.</summary>
    public static byte[] VipsPipeline(byte[] file)
    {
        using var image = Load(file);
        return image.WriteToMemory<byte>();
    }

    /// <summary>NetVips on the calling thread, the whole image as one region.</summary>
    public static byte[] VipsRegion(byte[] file)
    {
        using var image = Load(file);
        using var region = Region.New(image);
        return region.Fetch(0, 0, image.Width, image.Height);
    }

    private static Image Load(byte[] file) => ImageInspector.Recognise(file) == ImageFormat.Jpeg
        ? Image.JpegloadBuffer(file, access: Enums.Access.Sequential)
        : Image.PngloadBuffer(file, access: Enums.Access.Sequential);
}
