using System.Globalization;
using System.Text.Json;
using Prcl.Client.Connection;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.EndToEnd.Clusters;
using Prcl.EndToEnd.Processes;
using Prcl.Grains.Rounds;

namespace Prcl.Benchmarks.Scaling;

/// <summary>
/// Silos as processes, one thread of tensor work each, with one run of the CPU profile. Trainers that aren't used are drained: they
/// stay, and do nothing.
/// </summary>
internal sealed class TrainingSilos : IAsyncDisposable
{
    private const string Run = "scaling";
    private const int PushesAtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly IAsyncDisposable _silos;
    private readonly SiloConnection _connection;
    private readonly string[] _trainers;
    private readonly int _roundSteps;

    private TrainingSilos(IAsyncDisposable silos, SiloConnection connection, string[] trainers, int roundSteps) =>
        (_silos, _connection, _trainers, _roundSteps) = (silos, connection, trainers, roundSteps);

    /// <summary>Bytes a step that all-reduce of the gradient would move between the trainers used last.</summary>
    public double AllReduceBytesPerStep { get; private set; }

    private IRunGrain RunGrain => _connection.Grains.GetGrain<IRunGrain>(Run);

    /// <summary>One silo that is everything, without Redis.</summary>
    public static async Task<TrainingSilos> Alone(int roundSteps)
    {
        var silo = new SiloProcess(options: ["--devices", "cpu", "--name", "alone"]);
        silo.Start();
        await silo.Ready();
        return new TrainingSilos(silo, await Connect(silo, null), ["alone"], roundSteps);
    }

    /// <summary>A silo that keeps the state, and trainer silos, over Redis.</summary>
    public static async Task<TrainingSilos> Clustered(int trainers, int roundSteps)
    {
        var cluster = await SiloCluster.WithRedis();
        var keeper = await cluster.Start("state", "--name", "keeper");
        string[] names = [.. Enumerable.Range(1, trainers).Select(i => $"trainer-{i}")];
        foreach (var name in names)
        {
            await cluster.Start("trainer", "--name", name);
        }

        return new TrainingSilos(cluster, await Connect(keeper, SiloCluster.Secret), names, roundSteps);
    }

    /// <summary>Creates the run and pushes every image; nobody trains yet.</summary>
    public async Task Prepare(SceneFrames frames)
    {
        await Use(0);
        await RunGrain.Create(new RunRequest(SceneImages.ClassesJson, new Dictionary<string, string>
        {
            ["round-steps"] = _roundSteps.ToString(CultureInfo.InvariantCulture),
            ["evaluation-seconds"] = "1000000",
            ["replay-budget"] = "1000000",
            ["unsupervised-begin"] = "0",
            ["unsupervised-ramp"] = "0",
            ["contrast-ramp-begin"] = "0",
            ["contrast-ramp-end"] = "0",
        }));
        foreach (var files in frames.Files.Index().Chunk(PushesAtOnce))
        {
            var pushes = Array.ConvertAll(files, f => new ImagePush($"{f.Index}.jpg", f.Item.Image, f.Item.Label, "day", ImagePurpose.Train));
            if ((await _connection.Grains.GetGrain<IIngestGrain>(Run).Push(pushes)).FirstOrDefault(r => r.Outcome != IngestOutcome.Stored) is { } refused)
            {
                throw new InvalidOperationException($"{refused.Outcome}: {refused.Message}");
            }
        }
    }

    /// <summary>Lets the first so many trainers train; answers when the others have handed in and left.</summary>
    public async Task Use(int count)
    {
        foreach (var name in _trainers[..count])
        {
            await Silo(name).Resume();
        }

        foreach (var name in _trainers[count..])
        {
            await Eventually.See($"{name} drained", Patience, Silo(name).Drain, s => Array.TrueForAll(s.Trainers, t => t.State >= TrainerState.Stopped));
        }
    }

    /// <summary>Lets so many trainers train for whole rounds, after one that isn't counted.</summary>
    public async Task<ClusterTurn> Measure(int count, double seconds)
    {
        await Use(count);
        var window = new RoundWindow(count, _roundSteps, seconds);
        TrainerStatus[] from = [];
        for (var round = (await RunGrain.Current()).Round; ; round++)
        {
            window.Take(await Committed(round));
            if (window.Seconds == 0 || window.IsComplete)
            {
                var trainers = await AfterFirstStep(count, round + 1);
                if (window.IsComplete)
                {
                    return ClusterTurn.Of(window, from, trainers);
                }

                from = trainers;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _silos.DisposeAsync();
    }

    private static Task<SiloConnection> Connect(SiloProcess silo, string? secret) =>
        SiloConnection.Open(new SiloEndpoint("127.0.0.1", silo.GatewayPort), TimeProvider.System, CancellationToken.None, secret);

    private ISiloTrainersGrain Silo(string name) => _connection.Grains.GetGrain<ISiloTrainersGrain>(name);

    private async Task<RoundManifest> Committed(long round)
    {
        var open = await Eventually.See($"round {round} committed", Patience, RunGrain.Current, r => r.Round > round || !r.Training);
        return open.Round > round
            ? JsonSerializer.Deserialize<RoundManifest>((await RunGrain.Manifest(round))!)!
            : throw new InvalidOperationException((await RunGrain.Status()).Reason);
    }

    // The same point of every round, so that what a round costs once is counted once a round.
    private async Task<TrainerStatus[]> AfterFirstStep(int count, long round)
    {
        var status = await Eventually.See(
            $"{count} trainers in round {round}",
            Patience,
            RunGrain.Status,
            s => s.Trainers.Count(t => (t.Round, t.StepInRound).CompareTo((round, 1)) >= 0) == count);
        AllReduceBytesPerStep = status.Traffic!.AllReduceBytes;
        return [.. status.Trainers.Where(t => t.Round >= round).OrderBy(t => t.Key, StringComparer.Ordinal)];
    }
}
