namespace Prcl.Silo.Health;

/// <summary>The cluster takes this silo for an active member.</summary>
internal sealed class MembershipCheck(IClusterMembershipService membership, ILocalSiloDetails silo) : IHealthCheck
{
    /// <inheritdoc/>
    public bool NeedsRestart => false;

    /// <inheritdoc/>
    public Task<string?> Look(CancellationToken cancellation)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        return Task.FromResult(status == SiloStatus.Active ? null : $"the silo is {status} in the cluster, not Active");
    }
}
