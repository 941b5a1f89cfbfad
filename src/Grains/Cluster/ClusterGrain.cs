using Orleans.Concurrency;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Clocks;
using Prcl.Grains.Roles;

namespace Prcl.Grains.Cluster;

/// <summary>Describes the cluster from the membership and the silos' metadata. On any silo: it must answer when others are gone.</summary>
[StatelessWorker(1)]
[Reentrant]
public sealed class ClusterGrain(IClusterMembershipService membership, ISiloMetadataCache metadata, TimeProvider time) : Grain, IClusterGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<SiloView[]> Silos() =>
        [.. (await Task.WhenAll(membership.CurrentSnapshot.Members.Values.Where(m => m.Status != SiloStatus.Dead).Select(Describe))).OrderBy(s => s.Name, StringComparer.Ordinal)];

    private async Task<SiloView> Describe(ClusterMember member)
    {
        var known = metadata.GetSiloMetadata(member.SiloAddress);
        var roles = SiloProfile.RolesOf(known);
        var answer = await Trainers(member.Name);
        var trainers = answer ?? (roles.HasFlag(SiloRoles.Trainer) ? null : new SiloTrainers(false, []));
        return new SiloView(
            member.Name,
            member.SiloAddress.Endpoint.ToString(),
            member.Status.ToString().ToLowerInvariant(),
            SiloProfile.NamesOf(roles),
            SiloProfile.DevicesOf(known),
            SiloProfile.VersionOf(known),
            trainers?.Draining ?? false,
            trainers?.Trainers,
            answer?.UtcNow - SteadyTime.WallOf(time).GetUtcNow().UtcDateTime);
    }

    private async Task<SiloTrainers?> Trainers(string silo)
    {
        try
        {
            return await GrainFactory.GetGrain<ISiloTrainersGrain>(silo).Describe().WaitAsync(Patience, time);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return null;
        }
    }
}
