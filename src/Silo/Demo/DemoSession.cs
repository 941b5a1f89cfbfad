using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Demo;

/// <summary>
/// A demo against a living cluster: creates a run, pushes labelled and evaluation frames, streams the rest while training
/// runs, and watches. How the cluster was started is none of its business.
/// </summary>
/// <param name="grains">Reaches the cluster.</param>
/// <param name="plan">The frames.</param>
/// <param name="request">The run to create.</param>
/// <param name="record">Takes what is seen.</param>
/// <param name="time">Tells the time.</param>
internal sealed class DemoSession(IGrainFactory grains, DemoPlan plan, RunRequest request, DemoRecord record, TimeProvider time)
{
    /// <summary>The run's name.</summary>
    public const string RunName = "demo";

    private const int TicksPerLook = 3;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(RunName);
    private readonly FramePusher _pusher = new(grains.GetGrain<IIngestGrain>(RunName), time);

    /// <summary>Creates the run and pushes what must be there before the first step.</summary>
    /// <exception cref="PrclRequestException">The run can't be created.</exception>
    /// <exception cref="HostException">A frame is refused.</exception>
    public async Task Prepare(CancellationToken cancellationToken)
    {
        record.Created = (await _run.Create(request)).CreatedUtc;

        // Labelled frames last and in one go: training begins as soon as there are any.
        await _pusher.PushAll(plan.Evaluation.Select(f => f.Evaluation()), cancellationToken);
        await _pusher.PushAll(plan.Labelled.Select(f => f.Labelled()), cancellationToken);
    }

    /// <summary>Streams and watches until the schedule is done, the time is up, or the run fails.</summary>
    public async Task Train(Action<DemoRecord> show, CancellationToken cancellationToken)
    {
        var pace = new ArrivalPace(plan.Streamed.Count, record.Duration * DemoSchedule.ArrivalShare);
        var begin = time.GetUtcNow();
        using var timer = new PeriodicTimer(Tick, time);
        for (var tick = 0; ; tick++)
        {
            try
            {
                await Look(isThorough: tick % TicksPerLook == 0);
                await Stream(pace, cancellationToken);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                // The cluster is busy; the next look tells what this one would have.
            }

            show(record);
            if (Ending(time.GetUtcNow() - begin) is { } ending)
            {
                (record.Ending, record.EndedAsPlanned) = ending;
                return;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Stops the run and waits until every trainer has handed in what it has learned.</summary>
    public async Task Stop()
    {
        await _run.Stop();
        var begin = time.GetTimestamp();
        while (!IsHandedIn(record.Status = await _run.Status()) && time.GetElapsedTime(begin) < StopPatience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), time);
        }

        record.Trained = record.FirstStep is { } first ? time.GetUtcNow() - first : TimeSpan.Zero;
        await Look(isThorough: true);
    }

    private static bool IsHandedIn(RunStatus status) => Array.TrueForAll(
        status.Trainers,
        t => t.State == TrainerState.Failed || (t.State is TrainerState.Idle or TrainerState.Stopped && t.StepInRound == 0));

    // What the run is doing; now and then also what it has learned.
    private async Task Look(bool isThorough)
    {
        var status = record.Status = await _run.Status();
        if (Array.Find(status.Trainers, t => t.Steps > 0) is { } trainer)
        {
            record.FirstStep ??= time.GetUtcNow() - TimeSpan.FromSeconds(trainer.WallSeconds);
            record.Losses.AddRange(await grains.GetGrain<ITrainerGrain>(trainer.Key).Losses(record.Steps));
        }

        if (isThorough)
        {
            record.History = await grains.GetGrain<IEvaluatorGrain>(RunName).History();
            record.Prototypes = await Task.WhenAll(Enumerable.Range(0, plan.Classes.Count)
                .Select(k => grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(RunName, k)).Query()));
        }
    }

    private async Task Stream(ArrivalPace pace, CancellationToken cancellationToken)
    {
        var due = record.FirstStep is { } first ? pace.DueAfter(time.GetUtcNow() - first) : 0;
        if (due <= record.Pushed)
        {
            return;
        }

        var frames = plan.Streamed.Take(due).Skip(record.Pushed).ToArray();
        record.Notes.AddRange(await _pusher.Push(frames.Select(f => f.Unlabelled()), cancellationToken));
        record.Pushed = due;
        foreach (var domain in frames.Select(f => f.Domain).Distinct().Where(d => record.Arrivals.TrueForAll(a => a.Domain != d)).ToArray())
        {
            record.Arrivals.Add(new DomainArrival(domain, (time.GetUtcNow() - record.FirstStep!.Value).TotalSeconds, record.Status?.Round ?? 0));
        }
    }

    private (string Reason, bool AsPlanned)? Ending(TimeSpan watched)
    {
        if (record.Status is not { } status)
        {
            return watched > StartPatience ? ("the cluster doesn't answer", false) : null;
        }

        if (status.Phase is RunPhase.Failed)
        {
            return (status.Reason, false);
        }

        if (record.FirstStep is not { } first)
        {
            return watched > StartPatience ? ($"no step was made in {StartPatience.TotalSeconds:F0} seconds ({status.Phase}{(status.Reason.Length > 0 ? ": " + status.Reason : "")})", false) : null;
        }

        // Idle may also mean that the stream is quiet for a moment.
        var isDone = status.Phase == RunPhase.Idle && (record.Steps >= record.TotalSteps || (record.Pushed == plan.Streamed.Count && status.Images.Backlog == 0));
        return isDone ? (status.Reason, true) : time.GetUtcNow() - first >= record.Duration ? ("the time is up", true) : null;
    }
}
