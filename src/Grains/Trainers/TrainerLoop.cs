using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Devices;
using Prcl.Grains.Images;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;
using Prcl.Learning.Batches;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <summary>
/// One trainer: joins the run, makes rounds of steps on its device's thread, hands them in. Inside a step it waits for
/// nobody; between rounds for the commit.
/// </summary>
internal sealed partial class TrainerLoop(
    string key, RunRecord run, string device, DeviceThread thread, IGrainFactory grains, ImageBlobs images, ModelStore models, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly IRunGrain _runGrain = grains.GetGrain<IRunGrain>(run.Description.Name);
    private readonly CancellationTokenSource _drain = new();
    private readonly DivergenceGuard _divergence = new();
    private RoundAssignment _round = null!;
    private Learner _learner = null!;
    private PrototypeTable _prototypes = null!;
    private TrainingStep _step = null!;
    private long _drawn;
    private int _steps;
    private Dictionary<int, List<long>> _trained = [];

    /// <summary>What it has done so far.</summary>
    public TrainerProgress Progress { get; } = new();

    /// <summary>Asks it to finish the step, hand in and stop.</summary>
    public void Drain()
    {
        Progress.Enter(TrainerState.Draining);
        _drain.Cancel();
    }

    /// <summary>Frees the signal; the loop has ended.</summary>
    public void Dispose() => _drain.Dispose();

    /// <summary>Runs until drained or failed.</summary>
    public async Task Run()
    {
        try
        {
            while (!_drain.IsCancellationRequested)
            {
                await RunIncarnation(_drain.Token);
            }

            Progress.Enter(TrainerState.Stopped, "drained");
        }
        catch (OperationCanceledException) when (_drain.IsCancellationRequested)
        {
            Progress.Enter(TrainerState.Stopped, "drained");
        }
        catch (Exception failure)
        {
            LogFailed(failure, key);
            Progress.Enter(TrainerState.Failed, failure.Message);
            await _runGrain.Fail(key, _round?.Incarnation ?? 0, failure.Message);
        }
        finally
        {
            if (_learner is not null)
            {
                await thread.Run(_learner.Dispose);
            }
        }
    }

    private async Task RunIncarnation(CancellationToken drain)
    {
        Progress.Enter(TrainerState.Starting);
        _round = await Transient.Retry(() => _runGrain.Join(key), time, drain);
        await Load(drain);
        var leases = new StreamLeases(grains, run.Description.Name, run.Settings.Partitions, key, _round.Incarnation);
        var exchange = new PrototypeExchange(grains, run.Description.Name, run.Classes.Count, key, time);
        await BeginRound(exchange, drain);
        await using var feed = new ImageFeed(run, leases, new StoredImages(images), _round, time);
        await using var renewal = new Renewal(_runGrain, leases, key, _round, TimeSpan.FromSeconds(run.Settings.LeaseSeconds / 3), time);
        try
        {
            while (!drain.IsCancellationRequested && !renewal.Latest.Fenced)
            {
                await Continue(feed, leases, exchange, renewal, drain);
            }
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            // Drained while waiting for images.
        }

        if (drain.IsCancellationRequested)
        {
            Progress.Enter(TrainerState.Draining);
            await EndRound(leases, exchange, CancellationToken.None);
            await _runGrain.Leave(key, _round.Incarnation, "drained");
        }

        await leases.ReturnAll();
    }

    // One step, the end of a round, or a wait.
    private async Task Continue(ImageFeed feed, StreamLeases leases, PrototypeExchange exchange, Renewal renewal, CancellationToken drain)
    {
        if (!renewal.Latest.Training)
        {
            await EndRound(leases, exchange, drain);
            Progress.Enter(TrainerState.Idle, "the run is stopped");
            await renewal.Next(drain);
            return;
        }

        if (!feed.Items.TryRead(out var item))
        {
            // Waiting for the disk is training; waiting for images is not.
            Progress.Enter(feed.IdleReason.Length > 0 ? TrainerState.Idle : TrainerState.Training, feed.IdleReason);
            await Task.WhenAny(feed.Items.WaitToReadAsync(drain).AsTask(), renewal.Next(drain));
            if (feed.Items.Completion.IsFaulted)
            {
                await feed.Items.Completion;
            }
        }
        else if (item.Step is null)
        {
            await EndRound(leases, exchange, drain);
        }
        else
        {
            await MakeStep(item.Step, item.New, exchange);
        }
    }

    private async Task MakeStep(LoadedStep loaded, IReadOnlyList<FeedImage> fresh, PrototypeExchange exchange)
    {
        using var batch = loaded.Batch;
        Progress.Enter(TrainerState.Training);
        var position = new StepPosition(_round.Round, _steps, _round.Clock);
        var start = Stopwatch.GetTimestamp();
        var result = await thread.Run(() => _step.Run(batch, _prototypes, position));
        _steps++;
        _drawn += batch.Images;
        foreach (var image in fresh)
        {
            (_trained.TryGetValue(image.Partition, out var list) ? list : _trained[image.Partition] = []).Add(image.Info.Sequence);
        }

        Progress.Made(result, _learner.Steps, batch.Images, Stopwatch.GetElapsedTime(start));
        _divergence.Observe(result);
        if (_steps % run.Settings.ExchangeSteps == 0)
        {
            exchange.Continue(_round, _steps, _prototypes);
        }
    }

    private async Task EndRound(StreamLeases leases, PrototypeExchange exchange, CancellationToken stop)
    {
        if (_steps == 0)
        {
            return;
        }

        Progress.Enter(TrainerState.HandingIn);
        var (weights, sums) = await thread.Run(() => RoundHandIn.Capture(_learner, _prototypes));
        using var _ = weights;
        using var __ = sums;
        var trained = _trained.ToDictionary(t => t.Key, t => t.Value.ToArray());
        var handIn = new RoundHandIn(_runGrain, run.Description.Name, key, models, time);
        var (next, own) = await handIn.HandIn(_round, weights, sums, _steps, _drawn, trained, stop);
        foreach (var (partition, sequences) in trained)
        {
            leases.Forget(partition, sequences);
        }

        var isOwn = next.ModelBlob == own;
        _round = next with { Incarnation = _round.Incarnation };
        if (!next.Fenced)
        {
            if (!isOwn)
            {
                await Load(stop);
            }

            await BeginRound(exchange, stop);
        }
    }

    private async Task BeginRound(PrototypeExchange exchange, CancellationToken stop)
    {
        (_steps, _drawn, _trained) = (0, 0, []);
        await exchange.BeginRound(_round, _prototypes, stop);
        Progress.Begin(_round.Incarnation, _round.Round);
    }

    private async Task Load(CancellationToken stop)
    {
        using var state = await Transient.Retry(() => models.Read(_round.ModelBlob), time, stop);
        await thread.Run(() =>
        {
            // The checkpoint brings the weights: the file that the run began with may be gone.
            _learner ??= new Learner(run.Settings with { Weights = "" }, run.Classes.Count, DeviceThreads.Device(device));
            _prototypes ??= new PrototypeTable(run.Classes.Count, run.Settings.HalfLife);
            _step ??= new TrainingStep(_learner);
            LearnerState.Restore(_learner, state);
            _learner.SetPosition(_round.StepsDone);
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Trainer {Trainer} failed")]
    private partial void LogFailed(Exception failure, string trainer);
}
