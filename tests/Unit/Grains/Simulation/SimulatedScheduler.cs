namespace Prcl.Unit.Grains.Simulation;

/// <summary>Runs what is runnable one at a time on one thread, in an order that a seed decides.</summary>
internal sealed class SimulatedScheduler(Random random)
{
    private readonly List<(Life Life, Action Work)> _runnable = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Pieces of work run.</summary>
    public int Picks { get; private set; }

    /// <summary>Nothing is to be done.</summary>
    public bool IsIdle => _runnable.Count == 0;

    /// <summary>Differs, most likely, between two schedules that differ anywhere.</summary>
    public long Fingerprint { get; private set; }

    /// <summary>Adds work of a life; a dead life's is dropped.</summary>
    public void Add(Life life, Action work)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("The simulation has left its thread: something awaits without its context, and a seed no longer tells the order.");
        }

        _runnable.Add((life, work));
    }

    /// <summary>Runs one piece of work, if there is any.</summary>
    public bool RunOne()
    {
        for (var tries = 0; tries < 8 && _runnable.Count > 0; tries++)
        {
            var index = random.Next(_runnable.Count);
            var (life, work) = _runnable[index];
            Fingerprint = (Fingerprint * 1_000_003) ^ (index + 1000L * _runnable.Count);
            if (life.IsPaused)
            {
                continue;
            }

            _runnable[index] = _runnable[^1];
            _runnable.RemoveAt(_runnable.Count - 1);
            if (!life.IsDead)
            {
                Picks++;
                Run(life, work);
                return true;
            }
        }

        return false;
    }

    private static void Run(Life life, Action work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(life);
        try
        {
            work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
