using System.Collections.Concurrent;
using System.Diagnostics;
using Prcl.Client;
using Prcl.Client.Connection;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;

namespace Prcl.Chaos.Load;

/// <summary>One silo that trains, many clients that push new images, one that predicts.</summary>
/// <param name="silo">The silo, ready.</param>
/// <param name="certificates">The clients' certificate; null: without TLS.</param>
internal sealed class LoadTurn(SiloProcess silo, string? certificates)
{
    private const string Run = "load";
    private readonly ConcurrentBag<double> _pushes = [];
    private readonly ConcurrentBag<double> _predictions = [];
    private int _next;

    /// <summary>Lets everybody work.</summary>
    public async Task<LoadFigures> Measure(int clients, TimeSpan time)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, clients + 1).Select(_ => Connect()));
        await connections[0].Runs.Create(Run, ChaosSettings.Request);
        await Push(connections[0], count: 4, withLabel: true);
        await Eventually.See("the first round", TimeSpan.FromMinutes(5), () => connections[0].Runs.Status(Run), s => s.Round > 0);
        var (before, round) = (silo.ProcessorTime, (await connections[0].Runs.Status(Run)).Round);

        // The first pushes of each connection warm it up and aren't counted.
        await Task.WhenAll(connections.Skip(1).Select(c => Push(c, count: 2)));
        _pushes.Clear();
        using var stop = new CancellationTokenSource(time);
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Skip(1).Select(c => Until(() => Push(c), stop.Token)).Append(Until(() => Predict(connections[0]), stop.Token)));
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var rounds = (await connections[0].Runs.Status(Run)).Round - round;
        var figures = new LoadFigures(
            _pushes.Count / seconds, Quantile(_pushes, 0.5), Quantile(_pushes, 0.99), _predictions.Count, Quantile(_predictions, 0.5), Quantile(_predictions, 0.99),
            rounds, silo.Memory / 1e6, (silo.ProcessorTime - before).TotalSeconds / seconds);
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        return figures;
    }

    private Task<PrclClient> Connect() => PrclClient.Connect(new SiloEndpoint("127.0.0.1", silo.GatewayPort), certificates: certificates);

    private static async Task Until(Func<Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await work();
        }
    }

    private async Task Push(PrclClient client, int count = 1, bool withLabel = false)
    {
        for (var i = 0; i < count; i++)
        {
            var number = Interlocked.Increment(ref _next);
            var push = new ImagePush(SceneFiles.NameOf(number), SceneFiles.Image(number), withLabel ? SceneFiles.Label(number) : null, "day", ImagePurpose.Train);
            var since = Stopwatch.GetTimestamp();
            var reply = (await client.Images.Push(Run, [push], CancellationToken.None))[0];
            if (reply.Outcome != IngestOutcome.Stored)
            {
                throw new InvalidOperationException($"{push.Name}: {reply.Outcome} {reply.Message}");
            }

            _pushes.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
    }

    private async Task Predict(PrclClient client)
    {
        var since = Stopwatch.GetTimestamp();
        await client.Predictions.Predict(Run, new PredictRequest("1.png", SceneFiles.Image(1), PredictionPictures.Index, null), CancellationToken.None);
        _predictions.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
