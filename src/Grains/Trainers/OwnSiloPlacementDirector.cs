using Orleans.Runtime.Placement;

namespace Prcl.Grains.Trainers;

/// <summary>Finds the silo that a key names.</summary>
/// <param name="membership">The cluster's silos by name.</param>
public sealed class OwnSiloPlacementDirector(IClusterMembershipService membership) : IPlacementDirector
{
    /// <inheritdoc/>
    /// <exception cref="OrleansException">The silo is gone.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        if (target.GrainIdentity.Key.ToString()!.Split('/') is not [_, var name, _])
        {
            throw new OrleansException($"'{target.GrainIdentity.Key}' is no trainer's key: run / silo / device.");
        }

        var silo = context.GetCompatibleSilos(target)
            .FirstOrDefault(s => membership.CurrentSnapshot.Members.TryGetValue(s, out var member) && member.Name == name);
        return silo is null
            ? throw new OrleansException($"Trainer {target.GrainIdentity.Key} is gone: no live silo is called '{name}'.")
            : Task.FromResult(silo);
    }
}
