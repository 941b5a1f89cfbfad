using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Grains.Roles;
using Prcl.Learning.Scenes;
using Prcl.Silo.Hosting;
using SkiaSharp;

namespace Prcl.Benchmarks;

/// <summary>Pushes small JPEGs into an embedded silo, eight calls at a time: images a second made durable, and memory.</summary>
internal static class IngestBenchmark
{
    private const int PerCall = 32;
    private const int CallsAtOnce = 8;

    /// <param name="images">How many are timed, 10 to 64,000 (a frame's number has 16 bits), cut to whole tenths.</param>
    public static async Task<object> Run(int images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(images, 64_000);
        var folder = Directory.CreateTempSubdirectory("prcl-ingest-");
        try
        {
            using var host = SiloHost.Build(new SiloSettings { DataDirectory = folder.FullName, SiloPort = 0, GatewayPort = 0, HttpPort = SiloSettings.NoHttp, Roles = SiloRoles.State });
            await host.StartAsync();
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            await grains.GetGrain<IRunGrain>("ingest").Create(new RunRequest(SceneImages.ClassesJson, new Dictionary<string, string> { ["crop-height"] = "65", ["crop-width"] = "65", ["working-size"] = "65" }));

            // Warm up, so that the first sample of memory has every buffer in it.
            await Push(grains, 0, 2 * PerCall * CallsAtOnce);
            var memory = new List<double> { Resident() };
            var clock = Stopwatch.StartNew();
            for (var tenth = 0; tenth < 10; tenth++)
            {
                await Push(grains, 1000 + tenth * (images / 10), images / 10);
                memory.Add(Resident());
            }

            var pushed = images / 10 * 10;
            var seconds = clock.Elapsed.TotalSeconds;
            Console.WriteLine($"{pushed} JPEGs of 240×176 in {seconds:F1} s: {pushed / seconds:F0} images/s durable");
            Console.WriteLine($"resident MB after every tenth: {string.Join(" ", memory.Select(m => m.ToString("F0", null)))}");
            await host.StopAsync();
            return new { images = pushed, imagesPerSecond = pushed / seconds, seconds, residentMegabytes = memory };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task Push(IGrainFactory grains, int from, int count) => Parallel.ForEachAsync(
        Enumerable.Range(from, count).Chunk(PerCall),
        new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce },
        async (frames, _) =>
        {
            var replies = await grains.GetGrain<IIngestGrain>("ingest").Push(Array.ConvertAll(frames, Draw));
            var refused = replies.FirstOrDefault(r => r.Outcome != IngestOutcome.Stored);
            if (refused is not null)
            {
                throw new InvalidOperationException($"{refused.Outcome}: {refused.Message}");
            }
        });

    // One scene with the frame's number in its first pixels, so that every file is another one without drawing 10,000 scenes.
    private static ImagePush Draw(int frame)
    {
        var template = Template.Value;
        using var bitmap = new SKBitmap(template.Info);
        template.CopyTo(bitmap);
        for (var bit = 0; bit < 16; bit++)
        {
            for (var pixel = 0; pixel < 64; pixel++)
            {
                bitmap.SetPixel(8 * bit + pixel % 8, pixel / 8, (frame >> bit & 1) == 1 ? SKColors.White : SKColors.Black);
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return new ImagePush($"{frame}.jpg", data.ToArray(), null, "day", ImagePurpose.Train);
    }

    private static readonly Lazy<SKBitmap> Template = new(() => SceneImages.Bitmap(new StreetScenes(0).Draw(SceneDomain.Day, 0).Image));

    private static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
