namespace Prcl.Images.Import.Regions;

/// <summary>
/// Label Studio's brush: bytes of red, green, blue and alpha, packed by the rle-pack form of thi.ng/umbrella. A pixel is inside where alpha isn't 0.
/// </summary>
/// <param name="packed">The packed bytes.</param>
/// <param name="place">Where they stand, for errors.</param>
internal sealed class BrushBits(byte[] packed, string place) : Region
{
    private const int Channels = 4;
    private const int WordBits = 8;

    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height)
    {
        var runs = new List<(int Start, int Length)>();
        var values = Unpack((long)width * height * Channels);
        for (var pixel = 0; pixel < values.Length / Channels; pixel++)
        {
            if (values[pixel * Channels + Channels - 1] == 0)
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1] is var last && last.Start + last.Length == pixel)
            {
                runs[^1] = (last.Start, last.Length + 1);
            }
            else
            {
                runs.Add((pixel, 1));
            }
        }

        return new RasterRuns(runs, IsByColumn: false);
    }

    private byte[] Unpack(long expected)
    {
        var at = 0L;
        var count = Read(ref at, 32);
        if (count != expected)
        {
            throw new AnnotationException(place, $"the brush has {count} values, and the image's pixels need {expected}");
        }

        if (Read(ref at, 5) + 1 != WordBits)
        {
            throw new AnnotationException(place, "the brush's values aren't bytes");
        }

        int[] sizes = [.. Enumerable.Range(0, 4).Select(_ => (int)Read(ref at, 4) + 1)];
        var values = new byte[expected];
        for (var i = 0L; i < expected;)
        {
            var isRun = Read(ref at, 1) == 1;
            var end = i + 1 + Read(ref at, sizes[Read(ref at, 2)]);
            if (end > expected)
            {
                throw new AnnotationException(place, "the brush's runs have more values than the image's pixels need");
            }

            var value = isRun ? (byte)Read(ref at, WordBits) : (byte)0;
            for (; i < end; i++)
            {
                values[i] = isRun ? value : (byte)Read(ref at, WordBits);
            }
        }

        return values;
    }

    private uint Read(ref long at, int bits)
    {
        if (at + bits > packed.Length * 8L)
        {
            throw new AnnotationException(place, "the brush's bytes end before its pixels do");
        }

        var value = 0u;
        for (var i = 0; i < bits; i++, at++)
        {
            value = (value << 1) | (uint)((packed[at >> 3] >> (7 - (int)(at & 7))) & 1);
        }

        return value;
    }
}
