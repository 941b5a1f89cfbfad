using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Devices;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;
using Prcl.Grains.Traces;
using Prcl.Learning.Contrast;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <summary>
/// One trainer: joins the run, makes rounds of steps on its device's thread, hands them in. Inside a step it waits for
/// nobody; between rounds for the commit.
/// </summary>
internal sealed partial class TrainerLoop(
    string key,
    RunRecord run,
    string device,
    DeviceThread thread,
    DeviceLoss loss,
    IContrastKernel kernel,
    IGrainFactory grains,
    StoredImages images,
    ModelStore models,
    TimeSpan drainTime,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    // The rest is for the step that is being made when the trainer is asked to leave.
    private const double ShareOfDrainForLeaving = 0.75;

    // Long enough that a trainer that fails each time disturbs nobody.
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMinutes(1);

    private readonly IRunGrain _runGrain = grains.GetGrain<IRunGrain>(run.Description.Name);
    private readonly TrainerDeparture _departure = new(key, grains.GetGrain<IRunGrain>(run.Description.Name), time, logger);
    private readonly CancellationTokenSource _drain = new();
    private readonly DivergenceGuard _divergence = new();
    private RoundAssignment _round = null!;
    private Learner _learner = null!;
    private PrototypeTable _prototypes = null!;
    private PrototypeSums?[] _version = [];
    private TrainingStep _step = null!;
    private StreamLeases _leases = null!;
    private PrototypeExchange _exchange = null!;
    private RoundTally _part = new();
    private readonly LearnedPushes _pushes = new();

    /// <summary>What it has done so far.</summary>
    public TrainerProgress Progress { get; } = new();

    /// <summary>When a trainer that has failed, while others go on, may try again; in the past for any other.</summary>
    public DateTimeOffset RestsUntil { get; private set; }

    /// <summary>Asks it to finish the step, hand in and stop.</summary>
    public void Drain()
    {
        Progress.Drain();
        _drain.Cancel();
    }

    /// <summary>Frees the signal; the loop has ended.</summary>
    public void Dispose() => _drain.Dispose();

    /// <summary>Runs until drained or failed.</summary>
    public async Task Run()
    {
        // It isn't part of the call that has started it: each round is a trace of its own.
        Activity.Current = null;
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
        catch (Exception failure) when (Joining.IsDeleted(failure))
        {
            Progress.Enter(TrainerState.Stopped, "the run was deleted");
        }
        catch (Exception failure)
        {
            LogFailed(failure, key);
            var reason = DeviceFailure.IsOutOfMemory(failure) ? DeviceFailure.WhatHelps(failure, device, run.Settings) : failure.Message;
            Progress.Enter(TrainerState.Failed, reason);
            RestsUntil = await _departure.Fail(_round, _leases, reason, _drain.Token) ? time.GetUtcNow() + RestAfterFailure : default;
            loss.Observe(device, failure);
        }
        finally
        {
            await thread.Run(Forget);
        }
    }

    private async Task RunIncarnation(CancellationToken drain)
    {
        Progress.Enter(TrainerState.Starting);
        _round = await new Joining(key, run, _runGrain, time).Join(Waiting, drain);
        _leases = new StreamLeases(grains, run.Description.Name, run.Settings.Partitions, key, _round.Incarnation);
        _exchange = new PrototypeExchange(grains, run.Description.Name, run.Classes.Count, key, Progress.Traffic, Waiting, time);
        ForgetRound();
        await using var renewal = new Renewal(_runGrain, _leases, key, _round, TimeSpan.FromSeconds(run.Settings.LeaseSeconds / 3), time);
        try
        {
            await BeginRound(_round, drain);
            while (!drain.IsCancellationRequested && !_round.Fenced && !renewal.Latest.Fenced)
            {
                if (renewal.Latest.Training)
                {
                    await Train(renewal, drain);
                }
                else
                {
                    Progress.Enter(TrainerState.Idle, "the run is stopped");
                    await renewal.Next(drain);
                }
            }
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            // Drained while waiting.
        }

        if (drain.IsCancellationRequested)
        {
            Progress.Drain();
            await _departure.Leave(_round, _leases, EndRound, ShareOfDrainForLeaving * drainTime);
        }
    }

    // Until the run is stopped, or the trainer drained or fenced. Images that no step has used go back.
    private async Task Train(Renewal renewal, CancellationToken drain)
    {
        await using (var feed = new ImageFeed(run, _leases, images, _round, Note, Waiting, time))
        {
            while (!drain.IsCancellationRequested && !_round.Fenced && renewal.Latest is { Fenced: false, Training: true })
            {
                await Continue(feed, renewal, drain);
            }
        }

        if (!drain.IsCancellationRequested)
        {
            await EndRound(drain);
            await Transient.Retry(_leases.ReturnAll, time, drain, Waiting);
        }
    }

    private void Note(string note)
    {
        Progress.Note(note);
        LogUnsuited(key, note);
    }

    // On a device that is lost even freeing fails.
    private void Forget()
    {
        try
        {
            _learner?.Dispose();
        }
        catch (ExternalException failure)
        {
            LogNotFreed(key, DeviceFailure.FirstLine(failure));
        }
    }

    // One step, the end of a round, or a wait.
    private async Task Continue(ImageFeed feed, Renewal renewal, CancellationToken drain)
    {
        if (_part.Steps == 0 && renewal.Latest is { } latest && latest.Round > _round.Round)
        {
            // Others went on while there was nothing to do here.
            await BeginRound(latest, drain);
            feed.Advance(_round.Clock);
            feed.Use(run);
        }
        else if (_part.Steps == 0 && renewal.Latest is { } told && told.Revision > run.Description.Revision)
        {
            await TakeUpSettings(told, drain);
            feed.Use(run);
        }
        else if (!feed.Items.TryRead(out var item))
        {
            // Waiting for the disk is training; waiting for images is not.
            var idle = feed.IdleReason;
            Progress.Enter(idle.Length > 0 ? TrainerState.Idle : TrainerState.Training, idle);
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(drain);
            await Task.WhenAny(feed.Items.WaitToReadAsync(wait.Token).AsTask(), renewal.Next(wait.Token));
            await wait.CancelAsync();
            if (feed.Items.Completion.IsFaulted)
            {
                await feed.Items.Completion;
            }
        }
        else if (item.Step is null)
        {
            await EndRound(drain);
            feed.Advance(_round.Clock);
            feed.Use(run);
        }
        else
        {
            await MakeStep(item);
        }
    }

    private async Task MakeStep(FeedItem item)
    {
        using var batch = item.Step!.Batch;
        Progress.Enter(TrainerState.Training);
        var position = new StepPosition(_round.Round, _part.Steps, _round.Clock);
        var start = Stopwatch.GetTimestamp();
        var result = await thread.Run(() => _step.Run(batch, _prototypes, position));
        var duration = Stopwatch.GetElapsedTime(start);
        _part.Add(batch.Images, item, result, duration, time.GetUtcNow());
        foreach (var image in item.Labelled.Concat(item.New))
        {
            _pushes.Learn(image.Info.Trace);
        }

        Progress.Made(result, _learner.Steps, batch.Images, duration);
        _divergence.Observe(result);
        if (_part.Steps % run.Settings.ExchangeSteps == 0)
        {
            _exchange.Continue(_round, _part.Steps, _prototypes);
        }
    }
}
