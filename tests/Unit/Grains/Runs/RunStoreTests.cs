using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

[Collection(ClusterTests.Name)]
public sealed class RunStoreTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_run_stored_with_an_inference_size_goes_on_with_the_working_size_that_took_its_place()
    {
        var (name, settings) = (cluster.NextName(), TestRun.Settings());
        settings.Remove("working-size");
        (settings["inference-height"], settings["inference-width"]) = ("193", "257");
        var stored = new { Format = "prcl.run", Version = 1, Run = new RunDescription(name, Street.Classes.ToJson(), settings, DateTime.UnixEpoch, 0) };
        await cluster.Storage.Write($"runs/{name}/run.json", JsonSerializer.SerializeToUtf8Bytes(stored, JsonSerializerOptions.Web), BlobCondition.MustNotExist, TestContext.Current.CancellationToken);

        var run = await new RunStore(cluster.Storage).Get(name);

        Assert.Equal(257, run.Settings.Frames.WorkingSize);
        Assert.Equal("257", run.Description.Settings["working-size"]);
        Assert.DoesNotContain("inference-width", run.Description.Settings.Keys);
        RunCreation.RequireSame(run, TestRun.Request(("working-size", "257")));
    }
}
