using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Prcl.Grains.Roles;

/// <summary>Keeps the silos that have a grain's role.</summary>
/// <param name="known">What is known of the silos.</param>
public sealed class RoleFilterDirector(ISiloMetadataCache known) : IPlacementFilterDirector
{
    private const string Missing = "No live silo has the role";

    /// <summary>Whether a call failed because no live silo has its grain's role: then the grain isn't anywhere.</summary>
    public static bool SaysMissing(OrleansException failure) => failure.Message.StartsWith(Missing, StringComparison.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="OrleansException">No live silo has the role.</exception>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var role = ((RoleFilter)filterStrategy).Role;
        SiloAddress[] fitting = [.. silos.Where(s => SiloProfile.RolesOf(known.GetSiloMetadata(s)).HasFlag(role))];
        return fitting.Length > 0 ? fitting : throw new OrleansException($"{Missing} '{SiloProfile.NamesOf(role)[0]}', which {target.GrainIdentity} needs.");
    }
}
