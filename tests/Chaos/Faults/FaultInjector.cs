using Prcl.Chaos.Cluster;
using Prcl.Chaos.Storage;

namespace Prcl.Chaos.Faults;

/// <summary>Does what the deck deals, at seeded moments. What lasts goes on while the next faults come.</summary>
internal sealed class FaultInjector(ChaosCluster cluster, Timeline timeline, ChaosOptions options)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(90);
    private readonly Random _random = new(options.Seed);
    private readonly Dictionary<FaultKind, Task> _lasting = [];
    private readonly List<Fault> _faults = [];

    /// <summary>What happened so far.</summary>
    public Fault[] Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Injects faults until the time is up and the last one has ended.</summary>
    public async Task Run()
    {
        var deck = new FaultDeck(_random);
        var end = timeline.Now + options.Minutes * 60;
        while (true)
        {
            var pause = options.Pause * (0.4 + 1.2 * _random.NextDouble());
            if (timeline.Now + pause > end)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(pause));
            Inject(deck.Deal(), pick: _random.NextDouble(), length: _random.NextDouble());
        }

        await Task.WhenAll(_lasting.Values);
    }

    // All that is drawn is drawn before: what lasts goes on while the next faults come, but two of one kind come one after the other.
    private void Inject(FaultKind kind, double pick, double length) => _lasting[kind] = After(_lasting.GetValueOrDefault(kind, Task.CompletedTask), () => kind switch
    {
        FaultKind.KillSilo => KillSilo(pick),
        FaultKind.KillRedis => KillServer(kind, "redis", cluster.Redis.Kill9, cluster.Redis.Start, length),
        FaultKind.KillStorage => KillServer(kind, "azurite", cluster.Azurite.Kill9, cluster.Azurite.Start, length),
        FaultKind.FreezeSilo => FreezeSilo(pick),
        FaultKind.Guest => ReceiveGuest(length),
        _ => CastSpell(length),
    });

    private static async Task After(Task earlier, Func<Task> fault)
    {
        await earlier;
        await fault();
    }

    private async Task KillSilo(double pick)
    {
        if (Choose(pick, s => s.IsWanted && s.IsRunning) is { } silo)
        {
            var fault = Begin(FaultKind.KillSilo, silo.Name);
            fault.Ended = fault.Begun;
            await silo.Kill9();
        }
    }

    private async Task KillServer(FaultKind kind, string name, Func<Task> kill, Func<Task> start, double length)
    {
        var fault = Begin(kind, name);
        await kill();
        await Task.Delay(Seconds(1, 4, length));
        await start();
        End(fault);
    }

    private async Task FreezeSilo(double pick)
    {
        if (Choose(pick, s => s.IsReady) is { } silo)
        {
            var fault = Begin(FaultKind.FreezeSilo, silo.Name);
            await silo.Freeze(Frozen);
            End(fault);
        }
    }

    private async Task ReceiveGuest(double length)
    {
        var fault = Begin(FaultKind.Guest, cluster.Guest.Name);
        cluster.Guest.Keep();
        await Task.Delay(Seconds(15, 30, length));
        var how = await cluster.Guest.Leave(LeavePatience);
        End(fault);
        timeline.Say($"  guest left {how}");
    }

    private async Task CastSpell(double length)
    {
        var fault = Begin(FaultKind.Spell, "storage");
        cluster.Proxy.Cast(Spell.Bad);
        await Task.Delay(Seconds(8, 15, length));
        cluster.Proxy.Cast(null);
        End(fault);
    }

    private SupervisedSilo? Choose(double pick, Func<SupervisedSilo, bool> may)
    {
        SupervisedSilo[] silos = [.. cluster.Silos.Where(may)];
        return silos.Length == 0 ? null : silos[(int)(pick * silos.Length)];
    }

    private static TimeSpan Seconds(double least, double most, double share) => TimeSpan.FromSeconds(least + (most - least) * share);

    private Fault Begin(FaultKind kind, string target)
    {
        var fault = new Fault(kind, target, timeline.Now);
        lock (_faults)
        {
            _faults.Add(fault);
            timeline.Say($"{_faults.Count}. {kind} {target}");
        }

        return fault;
    }

    private void End(Fault fault)
    {
        fault.Ended = timeline.Now;
        timeline.Say($"  {fault.Kind} {fault.Target} over");
    }
}
