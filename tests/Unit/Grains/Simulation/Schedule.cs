namespace Prcl.Unit.Grains.Simulation;

/// <summary>One seeded schedule: trainers, cameras, operators and grains over storage and network that fail, then a calm end, then the check.</summary>
internal sealed class Schedule(int seed, List<string>? trace = null)
{
    private const int FaultyPicks = 700;
    private const int CalmPicks = 20_000;

    private readonly World _world = new(seed, trace);

    public World World => _world;

    /// <summary>Runs it; what was found to be wrong, or null.</summary>
    public string? Run()
    {
        var trainers = Enumerable.Range(0, 1 + _world.Random.Next(SimulatedTrainer.Count)).Select(i => new SimulatedTrainer(_world, i)).ToList();
        var cameras = Enumerable.Range(0, 2).Select(i => new SimulatedCamera(_world, i)).ToList();
        var operators = Enumerable.Range(0, 2).Select(i => new SimulatedOperator(_world, i)).ToList();
        var ghosts = Enumerable.Range(0, _world.Run.Description.Generation).Select(_ => new SimulatedGhost(_world)).ToList();
        trainers.ForEach(t => t.Start());
        ghosts.ForEach(g => g.Start());
        operators.ForEach(o => o.Start());
        cameras.ForEach(c => c.Start());
        while (_world.Scheduler.Picks < FaultyPicks && _world.Oracle.Violation is null)
        {
            Step(trainers);
        }

        _world.Faults.AreOver = true;
        _world.ContinueAll();
        _world.IsEnding = true;
        Until(() => trainers.TrueForAll(t => t.HasEnded) && cameras.TrueForAll(c => c.HasEnded) && operators.TrueForAll(o => o.HasEnded) && ghosts.TrueForAll(g => g.HasEnded), trainers, "somebody waits for ever");
        Settle(trainers);
        return _world.Oracle.Violation;
    }

    // Everything is killed and comes up again: what is true now is true from the disk. Before that, whatever is on its way arrives.
    private void Settle(List<SimulatedTrainer> trainers)
    {
        do
        {
            _world.KillAll();
            Until(() => _world.IsQuiet, trainers, "messages and writes are on their way for ever");
        }
        while (_world.Active.Any());

        var life = new Life(_world.Scheduler, "restart");
        var folded = false;
        life.Start(async () =>
        {
            var round = await _world.Call<RunActivation, long>(life, World.RunKey, run =>
            {
                _world.Oracle.CheckRestarted(run.Protocol);
                return Task.FromResult(run.Protocol.Rounds.Round);
            });
            await _world.CatchUp(life, round);
            folded = true;
        });
        Until(() => folded, trainers, "the rounds can't be folded any more");
        if (_world.Oracle.Violation is null)
        {
            _world.Oracle.CheckAll().GetAwaiter().GetResult();
        }
    }

    private void Until(Func<bool> isDone, List<SimulatedTrainer> trainers, string otherwise)
    {
        for (var limit = _world.Scheduler.Picks + CalmPicks; !isDone() && _world.Oracle.Violation is null;)
        {
            Step(trainers);
            _world.Oracle.Require(_world.Scheduler.Picks < limit, otherwise);
        }
    }

    private void Step(List<SimulatedTrainer> trainers)
    {
        var draw = _world.Random.Next(100);
        if (draw < 2)
        {
            _world.Tick();
        }
        else if (draw < 5 || !_world.Scheduler.RunOne())
        {
            _world.Advance(TimeSpan.FromSeconds(1 + _world.Random.Next(15)));
            _world.Tick();
        }

        if (_world.Faults.Dies() && Anybody(trainers) is { } victim)
        {
            _world.Trace($"{victim.Name} is killed");
            victim.Die();
        }

        if (_world.Faults.Pauses() && Anybody(trainers) is { } sleeper)
        {
            if (sleeper.IsPaused)
            {
                sleeper.IsPaused = false;
            }
            else
            {
                _world.Stop(sleeper);
            }

            _world.Trace($"{sleeper.Name} is {(sleeper.IsPaused ? "stopped" : "continued")}");
        }
    }

    private Life? Anybody(List<SimulatedTrainer> trainers)
    {
        Life[] lives = [.. _world.Active.Select(a => a.Life), .. trainers.Select(t => t.Life)];
        return lives.Length == 0 ? null : lives[_world.Random.Next(lives.Length)];
    }
}
