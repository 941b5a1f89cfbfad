using Prcl.Client.Connection;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Trainers;

namespace Prcl.Client.Cluster;

/// <summary>Calls about the cluster's silos and their trainers.</summary>
public sealed class ClusterCalls
{
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal ClusterCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    /// <summary>Every silo that isn't dead, by name, as the silo that answers sees it.</summary>
    public Task<SiloView[]> Silos(CancellationToken cancellation = default) =>
        _retries.Call(_grains.GetGrain<IClusterGrain>(0).Silos, cancellation);

    /// <summary>Asks a silo's trainers to hand in and leave; answers at once with what they are doing.</summary>
    public Task<SiloTrainers> Drain(string silo, CancellationToken cancellation = default) => _retries.Call(Trainers(silo).Drain, cancellation);

    /// <summary>Lets a silo train again.</summary>
    public Task<SiloTrainers> Resume(string silo, CancellationToken cancellation = default) => _retries.Call(Trainers(silo).Resume, cancellation);

    private ISiloTrainersGrain Trainers(string silo) => _grains.GetGrain<ISiloTrainersGrain>(silo);
}
