using Prcl.EndToEnd.Processes;
using Xunit;

namespace Prcl.EndToEnd.Doors;

/// <summary>What a client may send that is let in and means ill: nothing of it stops a silo, or reaches a grain.</summary>
public sealed class HostileClientTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_client_that_poses_as_a_silo_and_announces_the_death_of_all_is_not_believed()
    {
        await using var silo = await SiloProcess.Started();
        await using var hostile = await HostileClient.Connect(silo.GatewayPort);
        var address = Assert.Single(hostile.Silos);
        hostile.Tampering.Change = frame => frame.From(HostileClient.MembershipOf(address));

        await Assert.ThrowsAnyAsync<Exception>(() => hostile.AnnounceDeath(address));

        await silo.Prcl.Json("run", "list");
        Assert.True(silo.IsRunning);
    }
}
