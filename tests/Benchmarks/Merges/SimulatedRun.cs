using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.EndToEnd.Processes;
using Prcl.Grains.Models;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;
using TorchSharp;

namespace Prcl.Benchmarks.Merges;

/// <summary>A run of so many classes whose trainers are simulated, each round by more of them.</summary>
internal sealed class SimulatedRun : IDisposable
{
    private const int WritersAtOnce = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    // Five steps (exchange-steps) of half a second.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2.5);

    private readonly string _name;
    private readonly int _classes;
    private readonly PrototypeSums _sums;
    private readonly IGrainFactory _grains;
    private readonly ModelStore _models;
    private readonly IReadOnlyList<SiloProcess> _silos;
    private readonly NamedTensors _weights;
    private readonly NamedTensors _ownSums = new();
    private readonly List<SimulatedTrainer> _trainers = [];

    private SimulatedRun(string name, int classes, PrototypeSums sums, IGrainFactory grains, ModelStore models, IReadOnlyList<SiloProcess> silos, NamedTensors weights)
    {
        (_name, _classes, _sums, _grains, _models, _silos, _weights) = (name, classes, sums, grains, models, silos, weights);
        for (var k = 0; k < classes; k++)
        {
            LearnerState.AddSums(_ownSums, "sums", k, sums);
        }
    }

    private IRunGrain Run => _grains.GetGrain<IRunGrain>(_name);

    /// <summary>
    /// Creates it: the CPU profile's network, sums of the width asked for, and rounds that wait for everybody. One round is committed, so that
    /// every prototype is awake and has evidence to answer with.
    /// </summary>
    public static async Task<SimulatedRun> Create(IGrainFactory grains, ModelStore models, IReadOnlyList<SiloProcess> silos, int classes, int width)
    {
        var name = $"merges-{classes}";
        await grains.GetGrain<IRunGrain>(name).Create(new RunRequest(ClassesJson(classes), new Dictionary<string, string>
        {
            ["representation-width"] = width.ToString(CultureInfo.InvariantCulture),
            ["lease-seconds"] = "86400",
            ["round-deadline-seconds"] = "86400",
            ["keep-versions"] = "1",
        }));
        var run = new SimulatedRun(name, classes, Sums(width), grains, models, silos, await Report(models, name));
        await run.Join(1);
        await run.Close();
        return run;
    }

    /// <summary>Measures an open round of so many trainers, and closes it.</summary>
    /// <param name="trainers">No fewer than in the round before.</param>
    /// <param name="seconds">Length of each measurement.</param>
    public async Task<MergesFigures> Measure(int trainers, int seconds)
    {
        await Join(trainers);
        var begin = await Seconds(() => Task.WhenAll(_trainers.Select(t => t.Begin())));
        var paced = await Send(seconds, (meter, stop) => _trainers.Select((t, i) => t.Pace(meter, Period * i / trainers, Period, stop)));
        var full = await Send(seconds, (meter, stop) => _trainers.Select(t => t.Hurry(meter, stop)));

        var (write, close, fold) = await Close();
        return new MergesFigures(
            _classes, trainers, _sums.Width, trainers * _classes / Period.TotalSeconds, begin, paced, full, _weights.Bytes + _ownSums.Bytes, _ownSums.Bytes, write, close, fold);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _ownSums.Dispose();
    }

    private async Task Join(int trainers)
    {
        while (_trainers.Count < trainers)
        {
            _trainers.Add(new SimulatedTrainer(_grains, _name, _classes, _sums, $"{_name}/simulated-{_trainers.Count:D3}/cpu"));
        }

        foreach (var trainer in _trainers)
        {
            await trainer.Join();
        }
    }

    private async Task<(double Write, double Close, double Fold)> Close()
    {
        var round = (await Run.Current()).Round;
        var write = await Seconds(() => Parallel.ForEachAsync(
            _trainers, new ParallelOptions { MaxDegreeOfParallelism = WritersAtOnce }, (trainer, _) => new ValueTask(trainer.Write(_models, _weights, _ownSums))));
        var close = await Seconds(() => Task.WhenAll(_trainers.Select(t => t.HandIn())));
        return (write, close, await Seconds(() => _trainers[0].Fold(round + 1)));
    }

    private async Task<SendFigures> Send(int seconds, Func<SendMeter, CancellationToken, IEnumerable<Task>> sending)
    {
        var meter = new SendMeter();
        using var stop = new CancellationTokenSource();
        Task[] all = [.. sending(meter, stop.Token)];
        await Task.Delay(WarmUp);
        var (start, silos, own) = (Stopwatch.GetTimestamp(), SiloTime(), Environment.CpuUsage.TotalTime);
        meter.Open(true);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        meter.Open(false);
        var (elapsed, siloTime, ownTime) = (Stopwatch.GetElapsedTime(start).TotalSeconds, SiloTime() - silos, Environment.CpuUsage.TotalTime - own);
        await stop.CancelAsync();
        await Task.WhenAll(all);
        return SendFigures.Of(meter, elapsed, siloTime, ownTime);
    }

    private TimeSpan SiloTime() => _silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.ProcessorTime);

    private static async Task<double> Seconds(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // The initial model with the momentum that a report has besides.
    private static async Task<NamedTensors> Report(ModelStore models, string run)
    {
        var weights = await models.Read(ModelStore.InitialModel(run));
        foreach (var name in weights.Names.Where(LearnerState.IsParameter).ToArray())
        {
            weights.Add($"momentum.{name}", torch.zeros_like(weights[name]));
        }

        return weights;
    }

    private static PrototypeSums Sums(int width)
    {
        var random = new Random(width);
        return new PrototypeSums(Draw(), Draw(), Draw(), 1000, 0);

        double[] Draw() => [.. Enumerable.Range(0, width).Select(_ => 1 + random.NextDouble())];
    }

    private static string ClassesJson(int classes) => JsonSerializer.Serialize(new
    {
        ignore = ushort.MaxValue,
        classes = Enumerable.Range(0, classes).Select(k => new { name = $"class {k}", color = new[] { k % 256, k / 256, 0 } }),
    });
}
