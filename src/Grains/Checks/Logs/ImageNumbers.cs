using Prcl.Grains.Streams;

namespace Prcl.Grains.Checks.Logs;

/// <summary>Follows the numbers of a log's images across what is lost of it.</summary>
internal sealed class ImageNumbers
{
    /// <summary>The next image's number, if nothing is lost before it.</summary>
    public long Next { get; private set; }

    /// <summary>Records follow.</summary>
    public void Count(IEnumerable<byte[]> records)
    {
        foreach (var image in records.Select(r => StreamRecord.Decode(r)).Select(r => r.Image).OfType<ImageLogged>())
        {
            Next = (image.Sequence ?? Next) + 1;
        }
    }

    /// <summary>The number of the first image in these frames, or one that no lost image had; null when an image doesn't tell its own.</summary>
    public long? NextAmong(IEnumerable<ScannedFrame> frames)
    {
        // Of images alone there can't be more in a log than it has records.
        var records = 0L;
        foreach (var frame in frames)
        {
            if (frame.Records.Select(r => StreamRecord.Decode(r)).Select(r => r.Image).OfType<ImageLogged>().FirstOrDefault() is { } image)
            {
                return image.Sequence;
            }

            records = frame.Index;
        }

        return Next + records;
    }
}
