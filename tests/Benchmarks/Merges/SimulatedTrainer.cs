using System.Diagnostics;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Trainers;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;

namespace Prcl.Benchmarks.Merges;

/// <summary>
/// What a trainer sends, without training: it joins, fetches the prototypes when a round begins, sends its cumulative sums of all classes
/// at once, writes its report and hands it in. The calls are a trainer's own; its sums are random, and always the same.
/// </summary>
internal sealed class SimulatedTrainer(IGrainFactory grains, string run, int classes, PrototypeSums sums, string key)
{
    private const int Images = 400;

    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(run);
    private readonly IPrototypeGrain[] _prototypes =
        [.. Enumerable.Range(0, classes).Select(k => grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(run, k)))];

    private readonly ClassSums _message = sums.ToMessage();
    private RoundAssignment _round = null!;
    private int _step;

    /// <summary>Becomes a member; again, in the open round.</summary>
    public async Task Join() => (_round, _step) = (await Patiently(() => _run.Join(key)), 0);

    /// <summary>Fetches every prototype, as at the beginning of a round.</summary>
    public Task Begin() =>
        new PrototypeExchange(grains, run, classes, key, new TrafficCounter(), null, TimeProvider.System).BeginRound(_round, new PrototypeTable(classes, 0), CancellationToken.None);

    /// <summary>Sends the sums of all classes, and waits for all answers.</summary>
    public Task Send(SendMeter meter)
    {
        var message = new SumsMessage(key, _round.Incarnation, _round.Epoch, _round.Round, ++_step, _message);
        return Task.WhenAll(_prototypes.Select(prototype => meter.Time(async () => (await prototype.Exchange(message)).Refusal)));
    }

    /// <summary>Sends again as soon as the answers are there.</summary>
    public async Task Hurry(SendMeter meter, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Send(meter);
        }
    }

    /// <summary>Sends once a period; while answers lack it lets the time pass, as a trainer does.</summary>
    /// <param name="meter">Times the sends.</param>
    /// <param name="first">When the first one is due.</param>
    /// <param name="period">Time between two.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Pace(SendMeter meter, TimeSpan first, TimeSpan period, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        for (var due = first; !stop.IsCancellationRequested; due += period)
        {
            var wait = due - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await (stop.IsCancellationRequested ? Task.CompletedTask : Send(meter));
            }
        }
    }

    /// <summary>Writes the report's two blobs.</summary>
    public async Task Write(ModelStore models, NamedTensors weights, NamedTensors ownSums)
    {
        await models.Write(ModelStore.Sums(run, _round.Round, _round.Incarnation), ownSums);
        await models.Write(ModelStore.Weights(run, _round.Round, _round.Incarnation), weights);
    }

    /// <summary>Hands the report in; answers when the round is committed.</summary>
    public async Task HandIn()
    {
        var report = new RoundReport(key, _round.Incarnation, _round.Epoch, _round.Round, ModelStore.Weights(run, _round.Round, _round.Incarnation), 50, Images, []);
        while (true)
        {
            var next = await Patiently(() => _run.HandIn(report));
            if (next.Fenced)
            {
                throw new InvalidOperationException($"{key} is no member any more");
            }

            if (next.Round > _round.Round)
            {
                return;
            }
        }
    }

    /// <summary>Lets every prototype fold the rounds below one; answers when all have it durably.</summary>
    public Task Fold(long round) => Task.WhenAll(_prototypes.Select(prototype => Patiently(async () =>
    {
        await prototype.CatchUp(round);
        return true;
    })));

    private static Task<T> Patiently<T>(Func<Task<T>> call) => Transient.Retry(call, TimeProvider.System, CancellationToken.None);
}
