using Prcl.Images.Files;

namespace Prcl.Learning.Images;

/// <summary>Brings images and labels to another size. Pixel centres lie at half integers, so both stay aligned with each other.</summary>
public static class ImageResizer
{
    /// <summary>
    /// Bilinear; when shrinking, the triangle widens with the factor, so that every source pixel counts and nothing aliases
    /// (the same as <c>interpolate(mode="bilinear", antialias=True, align_corners=False)</c> up to rounding).
    /// </summary>
    public static RgbImage ToSize(RgbImage image, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        var narrow = new float[3 * width * image.Height]; // rows of the source, columns of the target
        var columns = TriangleWeights.Build(image.Width, width);
        for (var y = 0; y < image.Height; y++)
        {
            ResizeRow(image.Pixels.AsSpan(3 * y * image.Width, 3 * image.Width), narrow.AsSpan(3 * y * width, 3 * width), columns);
        }

        var pixels = new byte[3 * width * height];
        var sums = new float[3 * width];
        var rows = TriangleWeights.Build(image.Height, height);
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sums);
            for (var i = 0; i < rows[y].Weights.Length; i++)
            {
                Accumulate(narrow.AsSpan((rows[y].First + i) * sums.Length, sums.Length), rows[y].Weights[i], sums);
            }

            for (var i = 0; i < sums.Length; i++)
            {
                pixels[y * sums.Length + i] = (byte)Math.Clamp(sums[i] + 0.5f, 0f, 255f);
            }
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>Nearest: the id of the source pixel that the target pixel's centre falls into.</summary>
    public static LabelMap ToSize(LabelMap labels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (labels.Width == width && labels.Height == height)
        {
            return labels;
        }

        var ids = new ushort[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = labels.Ids.AsSpan((int)((2L * y + 1) * labels.Height / (2L * height)) * labels.Width, labels.Width);
            for (var x = 0; x < width; x++)
            {
                ids[y * width + x] = row[(int)((2L * x + 1) * labels.Width / (2L * width))];
            }
        }

        return new LabelMap(width, height, ids);
    }

    private static void ResizeRow(ReadOnlySpan<byte> source, Span<float> target, TriangleWeights[] columns)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var (red, green, blue) = (0f, 0f, 0f);
            var pixel = source[(3 * columns[x].First)..];
            foreach (var weight in columns[x].Weights)
            {
                (red, green, blue) = (red + weight * pixel[0], green + weight * pixel[1], blue + weight * pixel[2]);
                pixel = pixel[3..];
            }

            (target[3 * x], target[3 * x + 1], target[3 * x + 2]) = (red, green, blue);
        }
    }

    private static void Accumulate(ReadOnlySpan<float> row, float weight, Span<float> sums)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += weight * row[i];
        }
    }
}
