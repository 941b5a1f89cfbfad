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
using Prcl.Learning.Images;
using Prcl.Silo.Hosting;

namespace Prcl.Benchmarks;

/// <summary>
/// One prediction at 240×180 (a JPEG in, pictures out) by the client library over TCP to a silo, against the bare forward pass and
/// encoding of the same answer, without grains, connection, decoding or looking for the model; both in the CPU profile, in turns.
/// </summary>
internal static class PredictBenchmark
{
    private const string Run = "predict";
    private const int Rounds = 40;
    private const int CallsATurn = 5;
    private const int WarmUps = 40;

    /// <param name="weights">ImageNet weights of the backbone; empty: random ones, which cost as much.</param>
    public static async Task<object> Compare(string weights)
    {
        var folder = Directory.CreateTempSubdirectory("prcl-predict-");
        var settings = new SiloSettings { DataDirectory = folder.FullName, SiloPort = 0, GatewayPort = 0, HttpPort = SiloSettings.NoHttp, Roles = SiloRoles.State | SiloRoles.Predictor }.Checked();
        using var host = SiloHost.Build(settings);
        await host.StartAsync();
        try
        {
            await using var client = await PrclClient.Connect(new SiloEndpoint("127.0.0.1", settings.GatewayPort));
            await client.Runs.Create(Run, new RunRequest(SceneImages.ClassesJson, new Dictionary<string, string> { ["weights"] = weights }));
            using var bare = await BarePrediction.Load(host.Services, SceneImages.Frame(0, 240, 180));
            var figures = new Dictionary<string, object>();
            foreach (var pictures in new[] { PredictionPictures.All, PredictionPictures.Index })
            {
                Add(figures, pictures, await Time(client, bare, pictures));
            }

            return figures;
        }
        finally
        {
            await host.StopAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double[][]> Time(PrclClient client, BarePrediction bare, PredictionPictures pictures)
    {
        var request = new PredictRequest("frame.jpg", SceneImages.Jpeg(bare.Image), pictures, null);
        Func<Task> Turn(Func<Task> call, int calls) => async () =>
        {
            for (var i = 0; i < calls; i++)
            {
                await call();
            }
        };
        Func<Task> client1 = () => client.Predictions.Predict(Run, request), bare1 = () => bare.Predict(pictures);
        await Turn(client1, WarmUps)();
        await Turn(bare1, WarmUps)();
        return await Interleaved.Time(Rounds, Turn(client1, CallsATurn), Turn(bare1, CallsATurn), Turn(() => bare.Forward(pictures), CallsATurn));
    }

    private static void Add(Dictionary<string, object> figures, PredictionPictures pictures, double[][] milliseconds)
    {
        var (client, bare, forward) = (milliseconds[0], milliseconds[1], milliseconds[2]);
        var name = pictures == PredictionPictures.All ? "allPictures" : "indexOnly";
        double Each(double[] turns) => Interleaved.Median(turns) / CallsATurn;
        var ratio = Interleaved.MedianRatio(client, bare);
        Console.WriteLine($"{name,-12} client {Each(client),7:F2} ms  bare {Each(bare),7:F2} ms (forward {Each(forward):F2})  client/bare {ratio:F3}");
        figures[name] = new
        {
            clientMilliseconds = Each(client),
            bareMilliseconds = Each(bare),
            forwardMilliseconds = Each(forward),
            clientOverBare = ratio,
        };
    }

    // The same model on a thread of its own, made like the silo's.
    private sealed class BarePrediction(DeviceThread thread, ServedModel model, RunRecord run, RgbImage image) : IDisposable
    {
        public RgbImage Image => image;

        public static async Task<BarePrediction> Load(IServiceProvider services, RgbImage image)
        {
            var run = await services.GetRequiredService<RunStore>().Get(Run);
            using var state = await services.GetRequiredService<ModelStore>().Read(ModelStore.InitialModel(Run));
            var thread = new DeviceThread("bare", 0);
            return new BarePrediction(thread, await thread.Run(() => new ServedModel(run, state)), run, image);
        }

        public Task Forward(PredictionPictures pictures) => thread.Run(() => { model.Segmenter.Segment(image, pictures.HasFlag(PredictionPictures.Variance)); });

        public Task Predict(PredictionPictures pictures) => thread.Run(() =>
        {
            var result = model.Segmenter.Segment(image, pictures.HasFlag(PredictionPictures.Variance));
            PredictionDrawing.Draw(result, image, run.Classes, pictures, 0);
        });

        public void Dispose()
        {
            thread.Run(model.Dispose).Wait();
            thread.Dispose();
        }
    }
}
