using Prcl.Contracts;
using Prcl.Grains.Limits;
using Prcl.Images.Files;
using Prcl.Images.Thumbnails;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>Makes small upright pictures of images, beside a silo that trains: no more at once than the silo may decode.</summary>
/// <param name="pixels">What the silo may decode.</param>
internal sealed class ThumbnailMaker(PixelGate pixels)
{
    /// <summary>Pixels of the longer side, at most: a smaller image keeps its size.</summary>
    public const int Side = 160;

    /// <summary>The thumbnail of an image, a JPEG file.</summary>
    /// <exception cref="PrclRequestException">The image can't be decoded.</exception>
    public async Task<byte[]> Make(byte[] file)
    {
        using var turn = await pixels.Enter(PixelGate.PixelsOf(file));
        return await Task.Run(() => JpegEncoder.Encode(Shrunk(Read(file))));
    }

    // An eighth of a large JPEG is read several times as fast as the whole.
    private static RgbImage Read(byte[] file)
    {
        if (file is not [0x89, ..] && Thumbnail.Of(file) is { } small && Math.Max(small.Width, small.Height) >= Side)
        {
            return new RgbImage(small.Width, small.Height, small.Rgb);
        }

        var decoded = ImageDecoder.Decode(file, ImageLimits.Default);
        return decoded.Image ?? throw new PrclRequestException($"The image can't be decoded: {decoded.Message}.") { Code = RequestErrorCode.DamagedImage };
    }

    private static RgbImage Shrunk(RgbImage image)
    {
        var longer = Math.Max(image.Width, image.Height);
        return longer <= Side ? image : ImageResizer.ToSize(image, Part(image.Width), Part(image.Height));

        int Part(int side) => Math.Max(1, (int)Math.Round((double)side * Side / longer));
    }
}
