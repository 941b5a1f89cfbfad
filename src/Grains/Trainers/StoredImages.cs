using Prcl.Grains.Images;
using Prcl.Grains.Limits;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Grains.Trainers;

/// <summary>Reads and decodes the run's stored images and labels.</summary>
internal sealed class StoredImages(ImageBlobs blobs, PixelGate pixels)
{
    /// <summary>The encoded files of images, with labels where asked.</summary>
    public async Task<Dictionary<string, byte[]>> Read(IEnumerable<FeedImage> images, IEnumerable<FeedImage> labelled)
    {
        var wanted = images.Concat(labelled).Select(i => (Image: i, i.Info.Sha256)).Concat(labelled.Select(i => (Image: i, Sha256: i.Info.LabelSha256!))).DistinctBy(w => w.Sha256);
        var files = await Task.WhenAll(wanted.Select(async w => (w.Sha256, Bytes: await Load(w.Image, w.Sha256))));
        return files.ToDictionary(f => f.Sha256, f => f.Bytes, StringComparer.Ordinal);
    }

    /// <exception cref="ImageLoadException">The bytes are no picture any more.</exception>
    public RgbImage Image(FeedImage image, Dictionary<string, byte[]> files)
    {
        var file = files[image.Info.Sha256];
        using var turn = Turn(file);
        var result = ImageDecoder.Decode(file, ImageLimits.Default);
        return result.Image ?? throw new ImageLoadException(image, new InvalidDataException(result.Message));
    }

    /// <exception cref="ImageLoadException">The bytes are no picture or label any more.</exception>
    public (RgbImage Image, LabelMap Label) Pair(FeedImage image, Dictionary<string, byte[]> files) => (Image(image, files), Label(image, files[image.Info.LabelSha256!]));

    private LabelMap Label(FeedImage image, byte[] file)
    {
        using var turn = Turn(file);
        var label = LabelPng.Read(file, ImageLimits.Default);
        return label.Labels ?? throw new ImageLoadException(image, new InvalidDataException(label.Message));
    }

    // A thread of its own decodes ahead: it may wait. What it makes of an image is as large as the run's crops, so its turn ends with the decoding.
    private IDisposable Turn(byte[] file) => pixels.Enter(PixelGate.PixelsOf(file)).GetAwaiter().GetResult();

    private async Task<byte[]> Load(FeedImage image, string sha256)
    {
        try
        {
            return await blobs.Load(ContentHash.Parse(sha256));
        }
        catch (Exception failure) when (failure is InvalidDataException or FileNotFoundException)
        {
            throw new ImageLoadException(image, failure);
        }
    }
}
