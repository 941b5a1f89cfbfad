using Prcl.Grains.Images;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Grains.Trainers;

/// <summary>Reads and decodes the run's stored images and labels.</summary>
internal sealed class StoredImages(ImageBlobs blobs)
{
    /// <summary>The encoded files of images, with labels where asked.</summary>
    public async Task<Dictionary<string, byte[]>> Read(IEnumerable<FeedImage> images, IEnumerable<FeedImage> labelled)
    {
        var wanted = images.Concat(labelled).Select(i => (Image: i, i.Info.Sha256)).Concat(labelled.Select(i => (Image: i, Sha256: i.Info.LabelSha256!))).DistinctBy(w => w.Sha256);
        var files = await Task.WhenAll(wanted.Select(async w => (w.Sha256, Bytes: await Load(w.Image, w.Sha256))));
        return files.ToDictionary(f => f.Sha256, f => f.Bytes, StringComparer.Ordinal);
    }

    /// <exception cref="ImageLoadException">The bytes are no picture any more.</exception>
    public static RgbImage Image(FeedImage image, Dictionary<string, byte[]> files)
    {
        var result = ImageDecoder.Decode(files[image.Info.Sha256], ImageLimits.Default);
        return result.Image ?? throw new ImageLoadException(image, new InvalidDataException(result.Message));
    }

    /// <exception cref="ImageLoadException">The bytes are no picture or label any more.</exception>
    public static (RgbImage Image, LabelMap Label) Pair(FeedImage image, Dictionary<string, byte[]> files)
    {
        var label = LabelPng.Read(files[image.Info.LabelSha256!], ImageLimits.Default);
        return (Image(image, files), label.Labels ?? throw new ImageLoadException(image, new InvalidDataException(label.Message)));
    }

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
