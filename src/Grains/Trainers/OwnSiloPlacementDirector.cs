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
        var name = target.GrainIdentity.Key.ToString()!.Split('/') switch
        {
            [_, var silo, _] => silo,
            [var silo] => silo,
            _ => throw new OrleansException($"'{target.GrainIdentity.Key}' is no trainer's key (run / silo / device) and no silo's name."),
        };

        // A silo that restarted under its name may stand beside its dead predecessor for a while.
        var silos = context.GetCompatibleSilos(target)
            .Where(s => membership.CurrentSnapshot.Members.TryGetValue(s, out var member) && member.Name == name);
        return silos.MaxBy(s => s.Generation) is { } newest
            ? Task.FromResult(newest)
            : throw new OrleansException($"{target.GrainIdentity.Key} is gone: no live silo is called '{name}'.");
    }
}
