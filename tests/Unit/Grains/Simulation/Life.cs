namespace Prcl.Unit.Grains.Simulation;

/// <summary>One incarnation of an actor: what it awaits goes on only while it lives.</summary>
internal sealed class Life(SimulatedScheduler scheduler, string name) : SynchronizationContext
{
    private readonly List<Action> _mourners = [];

    public string Name => name;

    public bool IsDead { get; private set; }

    /// <summary>Stopped for a while, as by SIGSTOP: it knows nothing of it.</summary>
    public bool IsPaused { get; set; }

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Add(this, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing here waits for another.");

    /// <summary>Lets others run in between.</summary>
    public Task Yield()
    {
        var done = new TaskCompletionSource();
        scheduler.Add(this, done.SetResult);
        return done.Task;
    }

    /// <summary>Starts work of this life.</summary>
    public void Start(Func<Task> work) => scheduler.Add(this, () => _ = work());

    /// <summary>Ends it, as kill −9 does.</summary>
    public void Die()
    {
        if (!IsDead)
        {
            IsDead = true;
            _mourners.ForEach(mourner => mourner());
        }
    }

    /// <summary>Does something when it dies.</summary>
    public void OnDeath(Action mourner) => _mourners.Add(mourner);

    /// <summary>What a dead one waits for.</summary>
    public static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;
}
