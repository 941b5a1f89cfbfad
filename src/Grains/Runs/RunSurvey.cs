using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Damage;
using Prcl.Grains.Roles;

namespace Prcl.Grains.Runs;

/// <summary>Asks all grains of a run.</summary>
/// <param name="grains">Reaches the grains.</param>
/// <param name="run">The run.</param>
/// <param name="time">Tells the time.</param>
internal sealed class RunSurvey(IGrainFactory grains, RunRecord run, TimeProvider time)
{
    // A trainer answers at once, whatever it computes: one that doesn't is on a silo that stands still, and nobody may wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _name = run.Description.Name;

    /// <summary>The streams' counts, added up, and what is damaged of those that can't be opened; these aren't counted.</summary>
    public async Task<(StreamCounts Counts, string? Damage)> Images()
    {
        string? damage = null;
        var counts = await Task.WhenAll(Streams().Select(async stream =>
        {
            try
            {
                return await stream.Counts();
            }
            catch (Exception failure) when (Damages.Is(failure))
            {
                damage = failure.Message;
                return new StreamCounts(0, 0, 0, 0, 0, 0, 0, 0);
            }
        }));
        return (counts.Aggregate((a, b) => new StreamCounts(
            a.Stored + b.Stored, a.Labelled + b.Labelled, a.Evaluation + b.Evaluation, a.Trained + b.Trained,
            a.Leased + b.Leased, a.Backlog + b.Backlog, a.Quarantined + b.Quarantined, a.Deleted + b.Deleted, a.Bytes + b.Bytes, a.Overdue + b.Overdue, a.Note ?? b.Note)), damage);
    }

    /// <summary>The members' status; a member that doesn't answer is left out, and its lease will lapse.</summary>
    public async Task<TrainerStatus[]> Trainers(IEnumerable<string> members) =>
        [.. (await Task.WhenAll(members.Select(StatusOf))).OfType<TrainerStatus>()];

    /// <summary>Whether learning helps; empty when nobody has measured it, or the evaluator doesn't answer.</summary>
    public async Task<DomainComparison[]> Comparison()
    {
        try
        {
            return await grains.GetGrain<IEvaluatorGrain>(_name).Comparison().WaitAsync(Patience, time);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return [];
        }
    }

    /// <summary>Lets every prototype and stream fold the rounds below one; answers when all of them have it durably.</summary>
    public Task CatchUp(long round) => Task.WhenAll(
        Enumerable.Range(0, run.Classes.Count).Select(k => grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(_name, k)).CatchUp(round))
            .Concat(Streams().Select(s => s.CatchUp(round))));

    /// <summary>Ends what lives of earlier runs of its name among the grains that this one has; those that aren't there have nothing to end.</summary>
    /// <param name="generation">Earlier than this one; 0: there was none.</param>
    public Task MakeWay(int generation) => generation == 0 ? Task.CompletedTask : Task.WhenAll(
        Enumerable.Range(0, run.Classes.Count).Select(k => grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(_name, k)).MakeWay(generation))
            .Concat(Streams().Select(s => s.MakeWay(generation)))
            .Append(grains.GetGrain<IEvaluatorGrain>(_name).MakeWay(generation))
            .Select(IfThere));

    /// <summary>What the run is doing, and why it isn't training, or what holds it up.</summary>
    public static (RunPhase Phase, string Reason) Phase(RunState state, TrainerStatus[] trainers, string? damage, string? obstacle) => state switch
    {
        _ when damage is not null => (RunPhase.Failed, damage),
        { Failure: { } failure } => (RunPhase.Failed, failure),
        { Stopped: true } => (RunPhase.Stopped, "stopped"),
        _ when trainers.Length == 0 => (RunPhase.WaitingForTrainers, "no trainer is a member; the run goes on when a trainer silo joins"),
        _ when Array.TrueForAll(trainers, t => t.State is TrainerState.Idle) => (RunPhase.Idle, trainers[0].Reason),
        _ => (RunPhase.Training, obstacle ?? Held(trainers) ?? ""),
    };

    private static string? Held(TrainerStatus[] trainers) => trainers
        .Where(t => t.State is TrainerState.Starting or TrainerState.Training or TrainerState.HandingIn && t.Reason.Length > 0)
        .Select(t => $"{t.Key[(PrclNames.RunOf(t.Key).Length + 1)..]} waits, {t.Reason}").FirstOrDefault();

    /// <summary>Bytes a step; null before the first step.</summary>
    public static StepTraffic? Traffic(TrainerStatus[] trainers)
    {
        TrainerTraffic[] counted = [.. trainers.Select(t => t.Traffic).OfType<TrainerTraffic>().Where(t => t.Steps > 0)];
        return counted.Length == 0
            ? null
            : new StepTraffic(
                counted.Sum(t => (double)t.Sent + t.Received) / counted.Sum(t => t.Steps),
                4.0 * (counted.Length - 1) / counted.Length * counted[0].GradientBytes);
    }

    private IEnumerable<IImageStreamGrain> Streams() =>
        Enumerable.Range(0, run.Settings.Partitions).Select(p => grains.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(_name, p)));

    private static async Task IfThere(Task call)
    {
        try
        {
            await call;
        }
        catch (PrclRequestException failure) when (failure.Code == RequestErrorCode.NoSuchRun)
        {
            // Nobody was there, and nobody could come.
        }
        catch (OrleansException failure) when (RoleFilterDirector.SaysMissing(failure))
        {
            // Nor is there a silo that it could be on.
        }
    }

    private async Task<TrainerStatus?> StatusOf(string trainer)
    {
        try
        {
            return await grains.GetGrain<ITrainerGrain>(trainer).Status().WaitAsync(Patience, time);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return null;
        }
    }
}
