using Prcl.Grains.Roles;

namespace Prcl.Silo.Health;

/// <summary>Some live silo keeps the state: without one every call would fail.</summary>
internal sealed class RoleCheck(RoleBook roles) : IHealthCheck
{
    /// <inheritdoc/>
    public bool NeedsRestart => false;

    /// <inheritdoc/>
    public Task<string?> Look(CancellationToken cancellation) =>
        Task.FromResult(roles.Has(SiloRoles.State) ? null : "no live silo has the role 'state'");
}
