using System.Collections.Concurrent;
using Prcl.Contracts;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Clocks;
using Prcl.Grains.Roles;

namespace Prcl.Grains.Trainers;

/// <summary>This silo's trainers: starts them, drains them, and remembers that they have been drained.</summary>
/// <param name="silo">This silo.</param>
/// <param name="profile">Its devices.</param>
/// <param name="grains">Reaches the grains.</param>
/// <param name="time">Tells the time.</param>
public sealed class TrainerCrew(ILocalSiloDetails silo, SiloProfile profile, IGrainFactory grains, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> _started = new(StringComparer.Ordinal);
    private volatile bool _isDraining;

    /// <summary>Whether trainers have been asked to stop, and won't start again.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Starts a run's trainers, one a device, unless they run.</summary>
    public async Task Start(string run)
    {
        foreach (var device in profile.Devices)
        {
            var key = PrclNames.TrainerKey(run, silo.Name, device);
            if (_isDraining)
            {
                return;
            }

            _started.TryAdd(key, true);
            await Trainer(key).Start();
            if (_isDraining)
            {
                // Asked meanwhile; that request didn't find it.
                await Trainer(key).Drain();
            }
        }
    }

    /// <summary>A run was deleted: its trainers end by themselves.</summary>
    public void Forget(string run)
    {
        foreach (var key in _started.Keys.Where(k => PrclNames.RunOf(k) == run))
        {
            _started.TryRemove(key, out _);
        }
    }

    /// <summary>Asks all trainers to finish the step, hand in and leave; ends when they have left.</summary>
    /// <param name="stop">Gives up asking one that doesn't answer.</param>
    public Task Drain(CancellationToken stop)
    {
        _isDraining = true;
        return Task.WhenAll(_started.Keys.Select(key => Leave(key, stop)));
    }

    /// <summary>Lets trainers start again.</summary>
    public void Resume() => _isDraining = false;

    /// <summary>Every trainer that has been started.</summary>
    public async Task<SiloTrainers> Describe() => new(
        _isDraining, await Task.WhenAll(_started.Keys.Order(StringComparer.Ordinal).Select(key => Trainer(key).Status())), SteadyTime.WallOf(time).GetUtcNow().UtcDateTime);

    // Draining lasts longer than a call may: a call that times out is made again, and waits for the same end.
    private Task Leave(string key, CancellationToken stop) =>
        Transient.Retry(() => Trainer(key).Drain(), time, stop);

    private ITrainerGrain Trainer(string key) => grains.GetGrain<ITrainerGrain>(key);
}
