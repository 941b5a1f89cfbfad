using System.Text.Json;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Learning.Networks;
using Prcl.Learning.Safetensors;
using Prcl.Unit.Grains.Blobs;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains.Runs;

[Collection(ClusterTests.Name)]
public sealed class RunCreationTests(GrainCluster cluster)
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("r.")]
    [InlineData("a..b")]
    [InlineData(".hidden")]
    [InlineData("two words")]
    [InlineData("a-name-of-more-than-sixty-three-characters-which-is-more-than-fits-")]
    public async Task A_bad_name_is_refused(string name)
    {
        var run = new TestRun(cluster, name);

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Create(TestRun.Request()));

        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(PrclNames.Rule, refusal.Message, StringComparison.Ordinal);
        Assert.Null(await run.Grain.Describe());
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul.street")]
    public async Task A_name_that_Windows_keeps_for_a_device_is_refused(string name)
    {
        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => new TestRun(cluster, name).Grain.Create(TestRun.Request()));

        Assert.Contains($"'{name}' is no name for a run: {PrclNames.ReservedRule}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_differs_from_anothers_by_case_only_is_refused()
    {
        var run = await cluster.Define();
        var (other, missing) = (new TestRun(cluster, run.Name.ToUpperInvariant()), new TestRun(cluster, cluster.NextName()));

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => other.Grain.Create(TestRun.Request()));

        Assert.Contains($"there is a run '{run.Name}'", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await other.Grain.Describe());
        await cluster.Storage.Write($"runs/{missing.Name.ToUpperInvariant()}/stream/0000", new byte[1], BlobCondition.Any, TestContext.Current.CancellationToken);
        await missing.Grain.Create(TestRun.Request());
    }

    [Fact]
    public async Task A_class_name_that_is_too_long_or_cannot_be_shown_is_refused_and_not_repeated()
    {
        string Classes(string name) => JsonSerializer.Serialize(new { classes = new[] { new { name = "a", color = new[] { 1, 2, 3 } }, new { name, color = new[] { 3, 2, 1 } } } });

        await Refused(new TestRun(cluster, cluster.NextName()), TestRun.Request() with { ClassesJson = Classes(new string('x', 100_000)) }, "classes: class 1 is named 'xxx");
        await Refused(new TestRun(cluster, cluster.NextName()), TestRun.Request() with { ClassesJson = Classes("sky\u202eyks") }, "classes: class 1 is named 'sky?yks'; a name must be at most 100 characters");
        await Refused(new TestRun(cluster, cluster.NextName()), TestRun.Request() with { ClassesJson = Classes("a\u001b[31m") }, "'a?[31m'");
    }

    [Theory]
    [InlineData("round-stebs", "5", "did you mean 'round-steps'")]
    [InlineData("round-steps", "0", "round-steps")]
    [InlineData("round-steps", "many", "many")]
    [InlineData("backbone", "vgg", "backbone")]
    [InlineData("output-stride", "12", "8 or 16")]
    [InlineData("working-size", "20", "0 or at least 33")]
    [InlineData("inference-width", "257", "did you mean 'working-size'")]
    [InlineData("weights", "/no/such/file.safetensors", "weights is '/no/such/file.safetensors'; it must be")]
    [InlineData("weights", "../file.safetensors", "weights is '../file.safetensors'; it must be")]
    [InlineData("weights", "nothing.safetensors", "the silo's folder of weights, and isn't there")]
    public async Task A_bad_setting_is_refused_by_name(string setting, string value, string said)
    {
        var run = new TestRun(cluster, cluster.NextName());
        var request = TestRun.Request();
        request.Settings[setting] = value;

        await Refused(run, request, said);
    }

    [Fact]
    public async Task Crops_that_do_not_suit_the_working_size_are_noted_and_the_run_is_made()
    {
        var (suited, unsuited) = (new TestRun(cluster, cluster.NextName()), new TestRun(cluster, cluster.NextName()));

        Assert.Null((await suited.Grain.Create(TestRun.Request())).Note);
        Assert.Contains("crops of 321×65 are larger than the 65×65 pixels", (await unsuited.Grain.Create(TestRun.Request(("crop-width", "321")))).Note, StringComparison.Ordinal);
        await cluster.Silos.DeactivateAsync(unsuited.Grain);
        Assert.Contains("larger", (await unsuited.Grain.Describe())!.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("{\"classes\": []}", "2")]
    [InlineData("{\"classes\": [{\"name\": \"a\", \"color\": [1, 2, 3]}, {\"name\": \"a\", \"color\": [3, 2, 1]}]}", "'a'")]
    [InlineData("{\"classes\": [{\"name\": \"a\", \"color\": [1, 2, 300]}, {\"name\": \"b\", \"color\": [3, 2, 1]}]}", "300")]
    [InlineData("[]", "classes")]
    public async Task Bad_classes_are_refused(string classes, string said)
    {
        var run = new TestRun(cluster, cluster.NextName());

        await Refused(run, TestRun.Request() with { ClassesJson = classes }, said);
    }

    [Fact]
    public async Task Weights_of_another_network_are_refused_with_names_and_shapes()
    {
        var folder = cluster.WeightsFolder;
        var (other, shapes, torn) = (Path.Combine(folder.Path, "other.safetensors"), Path.Combine(folder.Path, "shapes.safetensors"), Path.Combine(folder.Path, "torn.safetensors"));
        using (var scope = NewDisposeScope())
        {
            Save(other, new() { ["conv1.weight"] = zeros(64, 3, 7, 7) });
            using var backbone = BackboneNetwork.Create(Backbone.MobileNetV2, 16);
            var state = backbone.state_dict().ToDictionary(p => p.Key, p => p.Value);
            state["features.0.0.weight"] = zeros(8, 3, 3, 3);
            Save(shapes, state);
        }

        await File.WriteAllBytesAsync(torn, (await File.ReadAllBytesAsync(shapes, TestContext.Current.CancellationToken))[..5000], TestContext.Current.CancellationToken);

        await Refused(new TestRun(cluster, cluster.NextName()), [("weights", "other.safetensors")], "features.0.0.weight");
        await Refused(new TestRun(cluster, cluster.NextName()), [("weights", "shapes.safetensors")], "[8, 3, 3, 3]");
        await Refused(new TestRun(cluster, cluster.NextName()), [("weights", "torn.safetensors")], "file torn.safetensors: ");
        await Refused(new TestRun(cluster, cluster.NextName()), [("weights", torn)], "and is none of these");
    }

    [Fact]
    public async Task Creating_again_with_the_same_request_is_the_same_run_and_another_request_is_told_the_difference()
    {
        var run = new TestRun(cluster, cluster.NextName());
        var description = await run.Grain.Create(TestRun.Request());

        var again = await run.Grain.Create(TestRun.Request());
        await cluster.Silos.DeactivateAsync(run.Grain);
        var restarted = await run.Grain.Create(TestRun.Request());
        var other = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Create(TestRun.Request(("learning-rate", "0.5"))));
        var classes = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Create(
            TestRun.Request() with { ClassesJson = """{"classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [3, 2, 1]}]}""" }));

        Assert.All([again, restarted], d => Assert.Equal((description.Name, description.CreatedUtc, description.ClassesJson), (d.Name, d.CreatedUtc, d.ClassesJson)));
        Assert.Contains("learning-rate 0.02, not 0.5", other.Message, StringComparison.Ordinal);
        Assert.Contains("other classes", classes.Message, StringComparison.Ordinal);
        Assert.Contains(run.Name, (await cluster.Grains.GetGrain<IRunCatalogGrain>(0).List()).Select(r => r.Name));
    }

    [Fact]
    public async Task Of_concurrent_creations_one_wins_whole()
    {
        var run = new TestRun(cluster, cluster.NextName());
        var requests = new[] { TestRun.Request(("head-width", "16")), TestRun.Request(("head-width", "24")), TestRun.Request(("head-width", "16")), TestRun.Request(("head-width", "24")) };

        var outcomes = await Task.WhenAll(requests.Select(r => Record.ExceptionAsync(() => run.Grain.Create(r)).AsTask()));

        Assert.Equal(2, outcomes.Count(o => o is null));
        Assert.All(outcomes.OfType<Exception>(), o => Assert.IsType<PrclRequestException>(o));
        var width = (await run.Grain.Describe())!.Settings["head-width"];
        using var model = await cluster.Models.Read((await run.Grain.Model("0"))!.Blob);
        Assert.Equal(int.Parse(width), model["probability_head.w1"].shape[0]);
        Assert.Equal(["models/initial.safetensors", "run-copy.json", "run.json"], (await cluster.Blobs($"runs/{run.Name}/")).Select(b => b[$"runs/{run.Name}/".Length..]));
    }

    [Theory]
    [InlineData("run.json", Fault.Fails)]
    [InlineData("run.json", Fault.DiskFull)]
    [InlineData("run.json", Fault.LosesReply)]
    [InlineData("/models/", Fault.Fails)]
    public async Task A_creation_that_storage_fails_can_be_repeated(string blob, Fault fault)
    {
        var run = new TestRun(cluster, cluster.NextName());
        using (cluster.Fail((operation, name) => operation == "Write" && name.StartsWith($"runs/{run.Name}/", StringComparison.Ordinal) && name.Contains(blob, StringComparison.Ordinal)
            ? fault
            : Fault.None))
        {
            if (fault == Fault.LosesReply)
            {
                await run.Grain.Create(TestRun.Request());
            }
            else
            {
                await Assert.ThrowsAsync<BlobStorageException>(() => run.Grain.Create(TestRun.Request()));
                Assert.Empty(await cluster.Blobs($"runs/{run.Name}/"));
            }
        }

        Assert.Equal(run.Name, (await run.Grain.Create(TestRun.Request())).Name);
        using var model = await cluster.Models.Read((await run.Grain.Model("latest"))!.Blob);
        Assert.True(model.Count > 0);
    }

    [Fact]
    public async Task Every_member_of_a_run_that_does_not_exist_says_so()
    {
        var run = new TestRun(cluster, "nowhere");

        foreach (var call in new Func<Task>[]
        {
            run.Grain.Status, run.Grain.Start, run.Grain.Stop, run.Grain.Current, () => run.Grain.Join("t"), () => run.Grain.Renew("t", 1), () => run.Grain.Manifest(0),
            () => run.Grain.Model("latest"), () => run.Grain.MoveAlias("best", 0), () => run.Ingest.Known([]), run.Evaluator.Start, run.Trainer.Start,
            () => run.Grain.HandIn(new RoundReport("t", 1, 0, 0, "blob", 1, 1, [])),
        })
        {
            Assert.Contains("'nowhere'", (await Assert.ThrowsAsync<PrclRequestException>(call)).Message, StringComparison.Ordinal);
        }
    }

    private static void Save(string path, Dictionary<string, Tensor> tensors)
    {
        using var file = File.Create(path);
        SafetensorsWriter.Write(file, tensors, new Dictionary<string, string>());
    }

    private Task Refused(TestRun run, (string, string)[] settings, string said) => Refused(run, TestRun.Request(settings), said);

    private async Task Refused(TestRun run, RunRequest request, string said)
    {
        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Create(request));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(-1, Printable.IndexOfOther(refusal.Message));
        Assert.InRange(refusal.Message.Length, 1, 1000);
        Assert.Null(await run.Grain.Describe());
        Assert.Empty(await cluster.Blobs($"runs/{run.Name}/"));
    }
}
