using Prcl.EndToEnd.Clusters;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Doors;

public sealed class TlsClusterTests
{
    [FullFact]
    public async Task Silos_of_several_roles_work_together_over_TLS()
    {
        using var certificates = await CertificateFolders.Made();
        await using var cluster = await SiloCluster.WithRedis((certificates.Silo, certificates.Client));
        var state = await cluster.Start("state", "--name", "keeper");
        var other = await cluster.Start("predictor", "--name", "seer");
        using var scenes = new SceneFiles();

        await SmallRun.Create(state.Prcl, "street", scenes);

        await Eventually.See(
            "two silos, each seen through the other's gateway",
            TimeSpan.FromSeconds(60),
            () => other.Prcl.Json("cluster"),
            silos => silos.GetArrayLength() == 2);
        Assert.Equal("street", (await other.Prcl.Json("run", "list"))[0].GetProperty("name").GetString());
        Assert.All(cluster.Silos, s => Assert.DoesNotContain("refused:", s.Output.ToString(), StringComparison.Ordinal));
    }
}
