using System.Text.Json;
using Prcl.Client;
using Prcl.Contracts;
using Prcl.Contracts.Models;
using Prcl.Learning.Safetensors;
using Xunit;

namespace Prcl.Unit.Grains.Models;

[Collection(ClusterTests.Name)]
public sealed class ModelExportTests(GrainCluster cluster)
{
    [Fact]
    public async Task The_file_has_the_weights_bit_for_bit_and_what_a_user_of_them_needs()
    {
        var run = await cluster.Create();

        var (file, bytes) = await Export(run, "latest");

        Assert.Equal((0, 0, bytes.Length), (file.Version, file.ImagesTrained, file.Length));
        var exported = SafetensorsFile.Parse(bytes);
        using var checkpoint = await cluster.Models.Read((await run.Grain.Model("0"))!.Blob);
        var expected = checkpoint.Names.Where(n => n.StartsWith("student.", StringComparison.Ordinal) || n.StartsWith("teacher.", StringComparison.Ordinal)
            || n.StartsWith("probability_head.", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, exported.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, name =>
        {
            using var tensor = exported.ToTensor(name);
            Assert.Equal(checkpoint[name].shape, tensor.shape);
            Assert.Equal(checkpoint[name].bytes.ToArray(), tensor.bytes.ToArray());
        });
        Assert.Equal(("prcl.model", "1", run.Name, "0"), (exported.Metadata["format"], exported.Metadata["format_version"], exported.Metadata["run"], exported.Metadata["version"]));
        Assert.Equal((checkpoint.Metadata["input_mean"], checkpoint.Metadata["input_std"]), (exported.Metadata["input_mean"], exported.Metadata["input_std"]));
        Assert.Equal(Street.Classes.ToJson(), exported.Metadata["classes"]);
        Assert.Equal("16", JsonDocument.Parse(exported.Metadata["settings"]).RootElement.GetProperty("head-width").GetString());
    }

    [Fact]
    public async Task Prototypes_go_with_it_and_momentum_does_not()
    {
        var run = await cluster.Define();
        var a = await new FakeTrainer(cluster, run, "a") { CarriesPrototypes = true }.Join();
        var report = await a.Write(3, 20, new() { [2] = FakeTrainer.Sums(1, 2, 3) });
        using (var weights = await cluster.Models.Read(report.ReportBlob))
        {
            weights.AddDoubles("momentum.student.weight", [1, 2, 3]);
            await cluster.Models.Write(report.ReportBlob, weights);
        }

        await a.HandIn(report);
        await run.Grain.MoveAlias("best", 1);

        var (file, bytes) = await Export(run, "best");

        var exported = SafetensorsFile.Parse(bytes);
        Assert.Equal((1, 20), (file.Version, file.ImagesTrained));
        Assert.Contains("prototypes.2.precision", exported.Tensors.Keys);
        Assert.DoesNotContain(exported.Tensors.Keys, n => n.StartsWith("momentum.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_or_run_that_there_is_not_is_refused_by_name()
    {
        var run = await cluster.Define();
        await run.Grain.MoveAlias("best", 0);

        var version = await Assert.ThrowsAsync<PrclRequestException>(() => Export(run, "17"));
        var nothing = await Assert.ThrowsAsync<PrclRequestException>(() => Export(new TestRun(cluster, "no-run"), "latest"));
        var odd = await Assert.ThrowsAsync<PrclRequestException>(() => cluster.Grains.GetGrain<IModelFileGrain>(run.Name).Read(0, -1, 5));

        Assert.Contains($"Run '{run.Name}' keeps no version '17'; it keeps 0, baseline, best", version.Message, StringComparison.Ordinal);
        Assert.Contains("no-run", nothing.Message, StringComparison.Ordinal);
        Assert.Contains("-1", odd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_retired_meanwhile_is_named()
    {
        var run = await cluster.Define();
        var a = await new FakeTrainer(cluster, run, "a").Join();
        await a.Commit();
        var files = cluster.Grains.GetGrain<IModelFileGrain>(run.Name);
        await files.Describe("1");
        await cluster.Models.Remove(a.Round.ModelBlob);

        var gone = await Assert.ThrowsAsync<PrclRequestException>(() => files.Read(1, 0, 1 << 20));

        Assert.Contains("version 1 any more", gone.Message, StringComparison.Ordinal);
    }

    private async Task<(ModelFile File, byte[] Bytes)> Export(TestRun run, string version)
    {
        using var stream = new MemoryStream();
        await using var client = new PrclClient(cluster.Grains, TimeProvider.System);
        var file = await client.Models.Export(run.Name, version, stream, TestContext.Current.CancellationToken);
        return (file, stream.ToArray());
    }
}
