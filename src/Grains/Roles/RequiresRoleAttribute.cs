using Orleans.Placement;

namespace Prcl.Grains.Roles;

/// <summary>A grain lives on silos of one role only.</summary>
/// <param name="role">The role.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresRoleAttribute(SiloRoles role) : PlacementFilterAttribute(new RoleFilter(role))
{
    /// <summary>The role.</summary>
    public SiloRoles Role { get; } = role;
}
