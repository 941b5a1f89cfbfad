using System.Collections.Concurrent;
using Prcl.Chaos.Cluster;
using Prcl.Chaos.Faults;
using Prcl.Chaos.Images;
using Prcl.Contracts.Runs;

namespace Prcl.Chaos.Status;

/// <summary>Asks for the run's status once a second, each time through the next silo that is up, without waiting for the answer before.</summary>
internal sealed class StatusProbe(ChaosCluster cluster, Timeline timeline, string run)
{
    /// <summary>Seconds within which a status is due.</summary>
    public const double Due = 5;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<Answered> _answers = new();
    private readonly ConcurrentQueue<(double Asked, string Why)> _unanswered = new();

    /// <summary>The newest status.</summary>
    public RunStatus? Latest { get; private set; }

    /// <summary>Questions that were answered in time.</summary>
    public IReadOnlyCollection<Answered> Answers => _answers;

    /// <summary>Questions that weren't.</summary>
    public IReadOnlyCollection<(double Asked, string Why)> Unanswered => _unanswered;

    /// <summary>Those of them that no fault excuses, and no stop of the whole machine.</summary>
    public (double Asked, string Why)[] Violations(Fault[] faults)
    {
        // Whoever wakes up after a stop suspects everybody: a freeze of all.
        Fault[] all = [.. faults, .. timeline.Stops.Select(s => new Fault(FaultKind.FreezeSilo, "everything", s.At) { Ended = s.At })];
        return [.. _unanswered.Where(u => !Array.Exists(all, f => f.Excuses(u.Asked, u.Asked + Due)))];
    }

    /// <summary>Asks until stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        await using var gateways = new Gateways(cluster);
        using var timer = new PeriodicTimer(Period);
        var asking = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                asking.RemoveAll(a => a.IsCompleted);
                asking.Add(Ask(gateways));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(asking);
        }
    }

    private async Task Ask(Gateways gateways)
    {
        var asked = timeline.Now;
        try
        {
            Latest = await gateways.Ask((client, cancellation) => client.Runs.Status(run, cancellation), TimeSpan.FromSeconds(Due));
            _answers.Enqueue(new Answered(asked, timeline.Now));
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            _unanswered.Enqueue((asked, failure.Message));
        }
    }
}
