using Microsoft.Extensions.DependencyInjection;
using Prcl.Client;
using Prcl.Client.Connection;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Runs;
using Prcl.Grains.Devices;
using Prcl.Grains.Models;
using Prcl.Grains.Predictors;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Silo.Hosting;

namespace Prcl.Benchmarks;

/// <summary>
/// One prediction at 240×180 and at 1920×1080 (a JPEG in, pictures out) by the client library over TCP to a silo, against the bare forward pass and
/// encoding of the same answer, without grains, connection, decoding or looking for the model; both in the CPU profile, in turns.
/// </summary>
internal static class PredictBenchmark
{
    private const string RunName = "predict";

    /// <param name="weights">ImageNet weights of the backbone; empty: random ones, which cost as much.</param>
    public static async Task<object> Run(string weights)
    {
        var folder = Directory.CreateTempSubdirectory("prcl-predict-");
        var settings = new SiloSettings { DataDirectory = folder.FullName, SiloPort = 0, GatewayPort = 0, HttpPort = SiloSettings.NoHttp, Roles = SiloRoles.State | SiloRoles.Predictor, WeightsFile = weights }.Checked();
        using var host = SiloHost.Build(settings);
        await host.StartAsync();
        try
        {
            await using var client = await PrclClient.Connect(new SiloEndpoint("127.0.0.1", settings.GatewayPort));
            await client.Runs.Create(RunName, new RunRequest(SceneImages.ClassesJson, new Dictionary<string, string> { ["weights"] = weights }));
            return new
            {
                allPictures = await Compare(client, host.Services, 240, 180, PredictionPictures.All),
                indexOnly = await Compare(client, host.Services, 240, 180, PredictionPictures.Index),
                fullHdAllPictures = await Compare(client, host.Services, 1920, 1080, PredictionPictures.All),
                fullHdIndexAndOverlay = await Compare(client, host.Services, 1920, 1080, PredictionPictures.Index | PredictionPictures.Overlay),
                fullHdIndexOnly = await Compare(client, host.Services, 1920, 1080, PredictionPictures.Index),
            };
        }
        finally
        {
            await host.StopAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<object> Compare(PrclClient client, IServiceProvider services, int width, int height, PredictionPictures pictures)
    {
        var jpeg = SceneImages.Jpeg(SceneImages.Frame(0, width, height));
        using var bare = await BarePrediction.Load(services, ImageDecoder.Decode(jpeg, ImageLimits.Default).Image!);
        var (rounds, callsATurn, warmUps) = width < 1000 ? (25, 5, 30) : (9, 2, 10);
        var request = new PredictRequest("frame.jpg", jpeg, pictures, null);
        RequireSame(await client.Predictions.Predict(RunName, request), await bare.Predict(pictures));
        Func<Task>[] calls = [() => client.Predictions.Predict(RunName, request), () => bare.Predict(pictures), () => bare.Forward(pictures)];
        foreach (var call in calls)
        {
            await Turn(call, warmUps)();
        }

        var turns = Array.ConvertAll(calls, call => Turn(call, callsATurn));
        var (wall, processor) = (await Interleaved.Time(rounds, turns), await Interleaved.ProcessorTime(rounds, turns));
        double Each(double[] times) => Interleaved.Median(times) / callsATurn;
        var figures = new
        {
            clientMilliseconds = Each(wall[0]),
            bareMilliseconds = Each(wall[1]),
            forwardMilliseconds = Each(wall[2]),
            clientOverBare = Interleaved.MedianRatio(wall[0], wall[1]),
            clientProcessorMilliseconds = Each(processor[0]),
            bareProcessorMilliseconds = Each(processor[1]),
            clientOverBareProcessorTime = Interleaved.MedianRatio(processor[0], processor[1]),
        };
        Console.WriteLine(
            $"{width}×{height} {pictures,-6} client {figures.clientMilliseconds,7:F2} ms  bare {figures.bareMilliseconds,7:F2} ms (forward {figures.forwardMilliseconds:F2})  client/bare {figures.clientOverBare:F3}"
            + $"; processor time {figures.clientProcessorMilliseconds,7:F2} and {figures.bareProcessorMilliseconds,7:F2} ms, {figures.clientOverBareProcessorTime:F3}");
        return figures;
    }

    private static void RequireSame(Prediction client, Prediction bare)
    {
        foreach (var picture in new Func<Prediction, byte[]?>[] { p => p.IndexPng, p => p.ColourPng, p => p.OverlayPng, p => p.VariancePng })
        {
            if (!picture(client).AsSpan().SequenceEqual(picture(bare)))
            {
                throw new InvalidOperationException("The client's answer has other pictures than the bare one.");
            }
        }
    }

    private static Func<Task> Turn(Func<Task> call, int calls) => async () =>
    {
        for (var i = 0; i < calls; i++)
        {
            await call();
        }
    };

    // On the silo's own thread: another one would have another share of the allocator and another team of tensor threads.
    private sealed class BarePrediction(DeviceThread thread, ServedModel model, RunRecord run, RgbImage image) : IDisposable
    {
        public static async Task<BarePrediction> Load(IServiceProvider services, RgbImage image)
        {
            var run = await services.GetRequiredService<RunStore>().Get(RunName);
            using var state = await services.GetRequiredService<ModelStore>().Read(ModelStore.InitialModel(RunName));
            var thread = services.GetRequiredService<DeviceThreads>().Inference;
            return new BarePrediction(thread, await thread.Run(() => new ServedModel(run, state, TorchSharp.torch.CPU)), run, image);
        }

        public Task Forward(PredictionPictures pictures) => thread.Run(() => { model.Segmenter.Segment(image, pictures.HasFlag(PredictionPictures.Variance)); });

        public Task<Prediction> Predict(PredictionPictures pictures) => thread.Run(() =>
        {
            var result = model.Segmenter.Segment(image, pictures.HasFlag(PredictionPictures.Variance));
            return PredictionDrawing.Draw(result, image, run.Classes, pictures, 0);
        });

        public void Dispose() => thread.Run(model.Dispose).Wait();
    }
}
