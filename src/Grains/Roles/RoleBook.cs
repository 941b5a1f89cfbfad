using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Prcl.Grains.Roles;

/// <summary>Which roles the live silos have.</summary>
/// <param name="membership">The silos.</param>
/// <param name="metadata">What is known of them.</param>
public sealed class RoleBook(IClusterMembershipService membership, ISiloMetadataCache metadata)
{
    /// <summary>Whether an active silo has a role.</summary>
    public bool Has(SiloRoles role) => membership.CurrentSnapshot.Members.Values
        .Any(m => m.Status == SiloStatus.Active && SiloProfile.RolesOf(metadata.GetSiloMetadata(m.SiloAddress)).HasFlag(role));
}
