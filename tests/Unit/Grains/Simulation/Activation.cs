using Orleans.Storage;
using Prcl.Grains;
using Prcl.Grains.Logs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>One activation of a grain: a life around the protocol class that the grain calls.</summary>
internal abstract class Activation
{
    private readonly TaskCompletionSource _ready = new();
    private bool _isReady;

    protected Activation(World world, string key)
    {
        (World, Key) = (world, key);
        Life = world.NewLife(key);
        Blobs = new SimulatedStorage(world, Life);
        Rounds = new RoundHistory(Blobs);
        Life.OnDeath(Leave);
    }

    public string Key { get; }

    public Life Life { get; }

    protected World World { get; }

    protected SimulatedStorage Blobs { get; }

    protected RoundHistory Rounds { get; }

    /// <summary>Begins: calls wait until it is open.</summary>
    public void Begin() => Life.Start(async () =>
    {
        try
        {
            await Open();
            _isReady = true;
            _ready.SetResult();
        }
        catch (Exception failure)
        {
            Leave();
            _ready.SetException(failure);
            _ = _ready.Task.Exception;
        }
    });

    /// <summary>Runs a call; failures that tell of another activation end this one, as the grains do.</summary>
    public async Task<T> Run<T>(Func<Task<T>> call)
    {
        if (!_isReady)
        {
            await _ready.Task;
        }

        try
        {
            return await Turn(call);
        }
        catch (Exception failure) when (failure is InconsistentStateException or LogConflictException or StaleActivationException)
        {
            Leave();
            throw;
        }
    }

    protected void Leave() => World.Leave(this);

    protected abstract Task Open();

    /// <summary>Reentrant unless overridden.</summary>
    protected virtual Task<T> Turn<T>(Func<Task<T>> call) => call();
}

/// <summary>The run grain.</summary>
internal sealed class RunActivation(World world) : Activation(world, World.RunKey)
{
    public RunProtocol Protocol { get; private set; } = null!;

    protected override async Task Open()
    {
        var state = new SimulatedState<RunState>(Blobs, "run", GrainId.Create("run", Key));
        await state.ReadStateAsync();
        var protocol = new RunProtocol(
            World.Run, state, Rounds, new ModelStore(Blobs), new SimulatedVersions(World, Blobs), round => World.CatchUp(Life, round), Leave, World.Time,
            new ErrorCheck(World.Oracle));
        await protocol.Open();
        Protocol = protocol;
    }
}

/// <summary>A stream grain.</summary>
internal sealed class StreamActivation(World world, int partition) : Activation(world, World.StreamKey(partition))
{
    private SimulatedState<StreamState> _state = null!;

    public StreamPartition Partition { get; private set; } = null!;

    /// <summary>Rounds below this one are folded.</summary>
    public long Round => _state.State.Round;

    protected override async Task Open()
    {
        _state = new SimulatedState<StreamState>(Blobs, "stream", GrainId.Create("stream", Key));
        await _state.ReadStateAsync();
        Partition = await StreamPartition.Open(World.Run, partition, _state, Blobs, Rounds, World.Time, keptRanges: World.KeptRanges);
    }
}

/// <summary>A prototype grain: one call at a time.</summary>
internal sealed class PrototypeActivation(World world, int classId) : Activation(world, World.ClassKey(classId))
{
    private Task _turn = Task.CompletedTask;
    private SimulatedState<PrototypeState> _state = null!;

    public int ClassId => classId;

    public PrototypeLedger Ledger { get; private set; } = null!;

    protected override async Task Open()
    {
        _state = new SimulatedState<PrototypeState>(Blobs, "prototype", GrainId.Create("prototype", Key));
        await _state.ReadStateAsync();
        Ledger = new PrototypeLedger(World.Run, classId, _state, Rounds, Sums, (_, _) => { });
        await Ledger.Open();
    }

    protected override async Task<T> Turn<T>(Func<Task<T>> call)
    {
        var (before, done) = (_turn, new TaskCompletionSource());
        _turn = done.Task;
        await before;
        try
        {
            return await call();
        }
        finally
        {
            World.Oracle.CheckPrototype(classId, Ledger, _state.Etag != World.Oracle.StoredETag(classId));
            Life.Start(() =>
            {
                done.SetResult();
                return Task.CompletedTask;
            });
        }
    }

    private Task<PrototypeSums?[]> Sums(string blob) => new SimulatedVersions(World, Blobs).Read(blob);
}
