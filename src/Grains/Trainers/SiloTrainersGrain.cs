using Orleans.Concurrency;
using Prcl.Contracts.Trainers;

namespace Prcl.Grains.Trainers;

/// <summary>The way from outside to a silo's <see cref="TrainerCrew"/>.</summary>
[OwnSiloPlacement]
[Reentrant]
public sealed class SiloTrainersGrain(TrainerCrew crew) : Grain, ISiloTrainersGrain
{
    /// <inheritdoc/>
    public Task<SiloTrainers> Describe() => crew.Describe();

    /// <inheritdoc/>
    public Task<SiloTrainers> Drain()
    {
        crew.Drain(CancellationToken.None).Ignore();
        return crew.Describe();
    }

    /// <inheritdoc/>
    public Task<SiloTrainers> Resume()
    {
        crew.Resume();
        return crew.Describe();
    }
}
