using Prcl.Chaos.Cluster;

namespace Prcl.Chaos.Faults;

/// <summary>Does what the deck deals, at seeded moments. What lasts goes on while the next faults come.</summary>
internal sealed class FaultInjector(ChaosCluster cluster, Timeline timeline, ChaosOptions options)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(90);
    private static readonly long[] Jumps = [10 * 86_400, 3600, -30, -180];
    private readonly FaultKind[] _clocks = cluster.HasClocks ? [FaultKind.ClockJump, FaultKind.ClockJump] : [];
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
    /// <param name="backUp">Takes a backup.</param>
    public async Task Run(Func<Task> backUp)
    {
        var deck = new FaultDeck(_random, [.. cluster.Store.Cards, .. _clocks]);
        var end = timeline.Now + options.Minutes * 60;
        while (true)
        {
            var pause = options.Pause * (0.4 + 1.2 * _random.NextDouble());
            if (timeline.Now + pause > end)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(pause));
            Inject(deck.Deal(), pick: _random.NextDouble(), length: _random.NextDouble(), backUp);
        }

        await Task.WhenAll(_lasting.Values);
    }

    // All that is drawn is drawn before: what lasts goes on while the next faults come, but two of one kind come one after the other.
    private void Inject(FaultKind kind, double pick, double length, Func<Task> backUp) => _lasting[kind] = After(_lasting.GetValueOrDefault(kind, Task.CompletedTask), () => kind switch
    {
        FaultKind.KillSilo => KillSilo(pick),
        FaultKind.KillRedis => KillServer(kind, "redis", cluster.Redis.Kill9, cluster.Redis.Start, length),
        FaultKind.FreezeSilo => FreezeSilo(pick),
        FaultKind.Guest => ReceiveGuest(length),
        FaultKind.ClockJump => JumpClock(pick, length),
        FaultKind.Backup => Lasting(kind, "all", backUp),
        FaultKind.Rotation => Lasting(kind, "certificates", cluster.Certificates.Exchange),
        _ => Lasting(kind, "storage", () => cluster.Store.Suffer(kind, length)),
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

    private async Task JumpClock(double pick, double length)
    {
        if (Choose(pick, s => s.IsWanted) is { Clock: { } clock } silo)
        {
            // Whom it meets and how far it jumps are told by the same number.
            var fault = Begin(FaultKind.ClockJump, silo.Name);
            await clock.Jump(Jumps[(int)(pick * 1000) % Jumps.Length], Seconds(8, 20, length));
            End(fault);
        }
    }

    private async Task Lasting(FaultKind kind, string target, Func<Task> happen)
    {
        var fault = Begin(kind, target);
        await happen();
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
