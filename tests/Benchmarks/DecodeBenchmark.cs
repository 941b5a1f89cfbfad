using System.Diagnostics;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Benchmarks;

/// <summary>
/// Decoding JPEGs and PNGs on one thread: this project's decoder, SkiaSharp alone and NetVips in turns, in processor time; that their
/// pixels are the same; that memory stays flat; and what share of a training step decoding is.
/// </summary>
internal static class DecodeBenchmark
{
    private const int Width = 240;
    private const int Height = 180;
    private const int Frames = 96;
    private const int Rounds = 15;

    private static readonly (string Name, Func<byte[], byte[]> Decode)[] Alternatives =
        [("project", Decoders.Project), ("skia", Decoders.Skia), ("vipsPipeline", Decoders.VipsPipeline), ("vipsRegion", Decoders.VipsRegion)];

    /// <param name="data">A folder of images; null draws street scenes.</param>
    /// <param name="images">How many decodes memory is watched over, at least 10.</param>
    public static Task<object> Run(string? data, int images)
    {
        var frames = data is null ? [.. Enumerable.Range(0, Frames).Select(i => SceneImages.Frame(i, Width, Height))] : Read(data);
        var figures = new Dictionary<string, object>();
        foreach (var (columns, rows) in new[] { (1, 1), (2, 2), (8, 6) })
        {
            var pictures = frames.Chunk(columns * rows).Where(c => c.Length == columns * rows).Select(c => Mosaic(c, columns)).ToArray();
            figures[$"jpeg{columns * Width}x{rows * Height}"] = Compare($"JPEG {columns * Width}×{rows * Height}", Array.ConvertAll(pictures, SceneImages.Jpeg));
            figures[$"png{columns * Width}x{rows * Height}"] = Compare($"PNG {columns * Width}×{rows * Height}", Array.ConvertAll(pictures, PngEncoder.Encode));
        }

        figures["residentMegabytes"] = Memory(Array.ConvertAll(frames, SceneImages.Jpeg), images);
        figures["trainingStep"] = DecodingShare.Measure(frames);
        return Task.FromResult<object>(figures);
    }

    private static RgbImage[] Read(string folder) =>
    [
        .. from path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(Frames)
           let decoded = ImageDecoder.Decode(File.ReadAllBytes(path), ImageLimits.Default)
           select ImageResizer.ToSize(decoded.Image ?? throw new ArgumentException($"{path}: {decoded.Message}"), Width, Height),
    ];

    // Larger pictures are put together of frames, not scaled: as much detail a pixel as the frames have.
    private static RgbImage Mosaic(RgbImage[] frames, int columns)
    {
        var pixels = new byte[frames.Length * Width * Height * 3];
        for (var i = 0; i < frames.Length; i++)
        {
            for (var y = 0; y < Height; y++)
            {
                var target = ((i / columns * Height + y) * columns + i % columns) * Width * 3;
                frames[i].Pixels.AsSpan(y * Width * 3, Width * 3).CopyTo(pixels.AsSpan(target));
            }
        }

        return new RgbImage(columns * Width, frames.Length / columns * Height, pixels);
    }

    private static Dictionary<string, object> Compare(string name, byte[][] files)
    {
        var difference = files.Max(file => Alternatives.Max(a => Difference(Decoders.Project(file), a.Decode(file))));
        var times = Interleaved.ProcessorTime(Rounds, Array.ConvertAll<(string Name, Func<byte[], byte[]> Decode), Action>(Alternatives, a => () =>
        {
            foreach (var file in files)
            {
                a.Decode(file);
            }
        }));
        var figures = new Dictionary<string, object> { ["bytes"] = files.Average(f => f.Length), ["largestDifference"] = difference };
        Console.Write($"{name,-15} {files.Average(f => f.Length) / 1e3,6:F0} kB ");
        for (var i = 0; i < Alternatives.Length; i++)
        {
            var perSecond = 1e3 * files.Length / Interleaved.Median(times[i]);
            var over = Interleaved.MedianRatio(times[0], times[i]);
            figures[$"{Alternatives[i].Name}ImagesPerSecond"] = perSecond;
            figures[$"{Alternatives[i].Name}OverProject"] = over;
            Console.Write($" {Alternatives[i].Name} {perSecond,5:F0}/s ({over:F2})");
        }

        Console.WriteLine($"  largest difference {difference}");
        return figures;
    }

    private static int Difference(byte[] one, byte[] other) =>
        one.Length == other.Length ? one.Zip(other, (a, b) => Math.Abs(a - b)).Max() : throw new InvalidOperationException("two decoders give two sizes");

    private static double[] Memory(byte[][] files, int images)
    {
        var resident = new double[11];
        for (var tenth = 0; tenth < resident.Length; tenth++)
        {
            resident[tenth] = Resident();
            for (var i = 0; tenth < 10 && i < images / 10; i++)
            {
                Decoders.Project(files[i % files.Length]);
            }
        }

        Console.WriteLine($"resident MB at the start and after every tenth of {images} decodes: {string.Join(" ", resident.Select(m => m.ToString("F0", null)))}");
        return resident;
    }

    private static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
