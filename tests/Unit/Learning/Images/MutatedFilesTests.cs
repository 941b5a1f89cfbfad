using System.Buffers.Binary;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Learning.Images;

/// <summary>Thousands of seeded mutations: whatever the bytes, an answer of the header's size or a refusal with words, never an exception or a crash.</summary>
public sealed class MutatedFilesTests
{
    private const int MutationsPerFile = 600;

    private static readonly ImageLimits Limits = ImageLimits.Default with { MaxPixels = 1_000_000 };

    [Fact]
    public void A_mutated_image_is_decoded_or_refused()
    {
        var image = TestImages.Gradient();
        byte[][] files =
        [
            TestImages.Png(image),
            TestImages.Png(16, 16, 1, 3, new byte[32], before: [("PLTE", [10, 20, 30, 200, 210, 220]), ("tRNS", [1, 2])]),
            TestImages.Jpeg(image),
            TestImages.WithExif(TestImages.Jpeg(image), 6),
            TestImages.FlatJpeg([255, 128, 0, 255], adobeTransform: 0),
            TestImages.FlatJpeg([155, 128, 128, 255], adobeTransform: 2),
        ];
        var accepted = 0;
        foreach (var bytes in Mutations(files))
        {
            var decoded = ImageDecoder.Decode(bytes, Limits);
            Assert.Equal(decoded.IsAccepted, decoded.Message.Length == 0);
            Assert.Equal(decoded.Refusal, ImageDecoder.Check(bytes, Limits).Refusal);
            accepted += decoded.IsAccepted ? 1 : 0;
            if (decoded.IsAccepted)
            {
                var header = ImageInspector.Inspect(bytes).Header!;
                Assert.Equal((header.Width, header.Height), (decoded.Image.Width, decoded.Image.Height));
            }
        }

        Assert.InRange(accepted, 1, files.Length * MutationsPerFile - 1);
    }

    [Fact]
    public void A_mutated_label_is_read_or_refused()
    {
        byte[][] files =
        [
            LabelPng.Write(TestImages.Labels(32, 16, [0, 1, 2, 255])),
            LabelPng.Write(TestImages.Labels(16, 16, [0, 1000, 65535])),
            TestImages.Png(16, 16, 4, 3, new byte[128], filter: 4, before: [("PLTE", new byte[48])]),
            TestImages.PngOfRaw(16, 16, 8, 0, interlace: 1, new byte[16 * 16 + 2 + 2 + 2 + 4 + 4 + 8 + 8]),
        ];
        foreach (var bytes in Mutations(files))
        {
            var read = LabelPng.Read(bytes, Limits);
            Assert.Equal(read.IsAccepted, read.Message.Length == 0);
            Assert.Equal(read.IsAccepted, read.Labels is not null);
        }
    }

    private static IEnumerable<byte[]> Mutations(byte[][] files)
    {
        for (var file = 0; file < files.Length; file++)
        {
            for (var i = 0; i < MutationsPerFile; i++)
            {
                yield return Mutate(files[file], RandomKey.FromSeed(7).With(file).With(i).ToRandom());
            }
        }
    }

    private static byte[] Mutate(byte[] original, KeyedRandom random)
    {
        var bytes = original.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 8; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(20, bytes.Count - at) + 1));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)(random.Next(2) * 255);
                    break;
            }
        }

        // With its checksums right again, damage reaches the readers behind them.
        byte[] result = [.. bytes];
        if (random.Next(4) > 0 && result.AsSpan().StartsWith(PngChunkReader.Signature))
        {
            RepairChecksums(result);
        }

        return result;
    }

    private static void RepairChecksums(byte[] png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var end = at + 8L + BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (end + 4 > png.Length)
            {
                return;
            }

            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan((int)end), PngCrc.Of(png.AsSpan(at + 4, (int)end - at - 4)));
            at = (int)end + 4;
        }
    }
}
