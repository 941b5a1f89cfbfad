using System.Diagnostics;
using System.Globalization;
using Prcl.Client;
using Prcl.Client.Connection;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.EndToEnd.Processes;

namespace Prcl.Chaos.Endless;

/// <summary><c>endless</c>: one silo learns from a camera that doesn't stop, in weathers that come again; memory, mIoU and alarms are looked at.</summary>
internal static class EndlessProgram
{
    private const string RunName = "endless";
    private const int LabelledFrames = 15;
    private const int HeldOutFrames = 12;
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>The demo's sizes, and a run's defaults else: an endless schedule, all of PRCL.</summary>
    private static RunRequest Request { get; } = new(DrawnStreets.ClassesText, new Dictionary<string, string>
    {
        ["weights"] = "street",
        ["crop-height"] = "129",
        ["crop-width"] = "161",
        ["working-size"] = "161",
        ["unsupervised-begin"] = "50",
        ["evaluation-seconds"] = "60",
        ["evaluation-images"] = "0",
    });

    /// <summary>Runs it; the last line is one JSON object.</summary>
    /// <exception cref="ArgumentException">An argument breaks its rule.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        var options = EndlessOptions.Read(arguments);
        await using var silo = new SiloProcess(options: ["--devices", "cpu"]);
        silo.Start();
        await silo.Ready();
        await using var client = await PrclClient.Connect(new SiloEndpoint("127.0.0.1", silo.GatewayPort));
        var streets = new DrawnStreets(options.Seed);
        await client.Runs.Create(RunName, Request);
        foreach (var weather in DrawnStreets.Weathers)
        {
            await Push(client, streets.HeldOut(weather, HeldOutFrames));
        }

        await Push(client, streets.Labelled(LabelledFrames));
        await Eventually.See("the first round", TimeSpan.FromMinutes(10), () => client.Runs.Status(RunName), s => s.Round > 0);
        var report = new EndlessReport(await Stream(client, silo, streets, options));
        foreach (var failure in report.Failures)
        {
            Console.WriteLine($"FAILED: {failure}");
        }

        Console.WriteLine(report.ToLine());
        return report.Failures.Any() ? 1 : 0;
    }

    private static async Task<List<EndlessSample>> Stream(PrclClient client, SiloProcess silo, DrawnStreets streets, EndlessOptions options)
    {
        var (samples, since, nextLook) = (new List<EndlessSample>(), Stopwatch.GetTimestamp(), TimeSpan.Zero);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / options.FramesPerSecond));
        for (var frame = 0; Stopwatch.GetElapsedTime(since).TotalMinutes < options.Minutes; frame++)
        {
            var minute = Stopwatch.GetElapsedTime(since).TotalMinutes;
            var weather = DrawnStreets.Weathers[(int)(minute / options.WeatherMinutes) % DrawnStreets.Weathers.Count];
            await Push(client, [streets.Streamed(weather, frame)]);
            if (Stopwatch.GetElapsedTime(since) >= nextLook)
            {
                nextLook += Look;
                samples.Add(EndlessSample.Of(minute, silo.Memory, await client.Runs.Status(RunName)));
                Say(samples[^1], DrawnStreets.NameOf(weather));
            }

            await pace.WaitForNextTickAsync();
        }

        return samples;
    }

    private static void Say(EndlessSample sample, string weather) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.Minute,6:F1} min  {weather,-4}  {sample.Megabytes,5:F0} MB  round {sample.Round,4}  {sample.ImagesTrained,6} draws, {sample.Stored} stored, {sample.Backlog} wait  {string.Join(" ", sample.MeanIou.Select(m => $"{m.Key} {m.Value:F1} ({sample.Baseline[m.Key]:F1})"))}  {string.Join("; ", sample.Alarms)}"));

    private static async Task Push(PrclClient client, IEnumerable<ImagePush> images)
    {
        foreach (var image in images)
        {
            var reply = (await client.Images.Push(RunName, [image], CancellationToken.None))[0];
            if (reply.Outcome is not (IngestOutcome.Stored or IngestOutcome.AlreadyStored))
            {
                throw new InvalidOperationException($"{image.Name}: {reply.Outcome} {reply.Message}");
            }
        }
    }
}
