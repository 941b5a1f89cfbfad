using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Images.Datasets;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

[Collection(ClusterTests.Name)]
public sealed class CopiedRunTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_copy_begins_with_the_versions_weights_and_with_nothing_else_of_the_run()
    {
        var (run, copy) = (await Published(), new TestRun(cluster, cluster.NextName()));
        var request = TestRun.Request(("learning-rate", "0.5")) with { From = new ModelOrigin(run.Name, 1) };

        var made = await copy.Grain.Create(request);
        Assert.Equal(made.From, (await copy.Grain.Create(request)).From);

        using var source = await cluster.Models.Read((await run.Grain.Model("1"))!.Blob);
        using var begun = await cluster.Models.Read(ModelStore.InitialModel(copy.Name));
        Assert.All(begun.Names.Where(n => n.StartsWith("teacher.", StringComparison.Ordinal) || n.StartsWith("student.", StringComparison.Ordinal)), n => Assert.True(source[n].equal(begun[n]).all().item<bool>(), n));
        Assert.DoesNotContain(begun.Names, n => n.StartsWith("prototypes.", StringComparison.Ordinal) || n.StartsWith("momentum.", StringComparison.Ordinal));
        Assert.Equal("0", begun.Metadata["steps"]);
        Assert.Equal((0, new ModelOrigin(run.Name, 1), "0.5"), ((await copy.Grain.Status()).Version, made.From, made.Settings["learning-rate"]));
    }

    [Fact]
    public async Task A_copy_with_more_classes_knows_the_first_ones_as_the_version_does_and_begins_the_others_afresh()
    {
        var (run, copy) = (await Published(), new TestRun(cluster, cluster.NextName()));
        var more = new ClassList([.. Street.Classes.Classes, new("kerb", new(9, 8, 7)), new("drain", new(7, 8, 9))]);

        var made = await copy.Grain.Create(TestRun.Request() with { From = new ModelOrigin(run.Name, 1), ClassesJson = more.ToJson() });

        using var source = await cluster.Models.Read((await run.Grain.Model("1"))!.Blob);
        using var begun = await cluster.Models.Read(ModelStore.InitialModel(copy.Name));
        var (own, all) = (Street.Classes.Count, more.Count);
        Assert.Equal(all, ClassList.Parse(made.ClassesJson, "made").Count);
        var grown = begun.Names.Where(n => n.StartsWith("teacher.", StringComparison.Ordinal) || n.StartsWith("student.", StringComparison.Ordinal) || n.StartsWith("probability", StringComparison.Ordinal))
            .Where(n => !source[n].shape.SequenceEqual(begun[n].shape)).ToArray();
        Assert.Equal(["student.classifier.3.bias", "student.classifier.3.weight", "teacher.classifier.3.bias", "teacher.classifier.3.weight"], grown);
        Assert.All(grown, n =>
        {
            Assert.Equal((own, all), (source[n].shape[0], begun[n].shape[0]));
            Assert.True(begun[n].narrow(0, 0, own).equal(source[n]).all().item<bool>(), n);
        });
        Assert.True(begun["student.classifier.3.weight"].narrow(0, own, 2).abs().sum().item<float>() > 0);
        Assert.True(begun["teacher.classifier.3.weight"].equal(begun["student.classifier.3.weight"]).narrow(0, own, 2).all().item<bool>());
        Assert.DoesNotContain(begun.Names, n => n.StartsWith("prototypes.", StringComparison.Ordinal) || n.StartsWith("momentum.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_is_refused_with_the_reason_and_there_is_no_run()
    {
        var run = await Published();
        var origin = new ModelOrigin(run.Name, 1);

        await Refused(TestRun.Request(("representation-width", "32")) with { From = origin }, RequestErrorCode.BadValue, "whose network is another one");
        await Refused(
            TestRun.Request() with { From = origin, ClassesJson = new ClassList([.. Street.Classes.Classes.Take(3)]).ToJson() }, RequestErrorCode.BadValue, $"a version of run '{run.Name}': its class 3, '{Street.Classes.Classes[3].Name}', is missing");
        await Refused(TestRun.Request() with { From = origin with { Version = 7 } }, RequestErrorCode.NoSuchVersion, "keeps no version 7");
        await Refused(TestRun.Request() with { From = new ModelOrigin("nobody", 0) }, RequestErrorCode.NoSuchRun, "no run 'nobody'");
    }

    [Fact]
    public async Task A_run_that_exists_is_no_copy_for_being_asked_to_be_one()
    {
        var (run, other) = (await Published(), await cluster.Create());

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => other.Grain.Create(TestRun.Request() with { From = new ModelOrigin(run.Name, 1) }));

        Assert.Equal(RequestErrorCode.RunExists, refusal.Code);
        Assert.Contains($"began with no other run's version, not with version 1 of run '{run.Name}'", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<TestRun> Published()
    {
        var run = await cluster.Create();
        await cluster.Publish(run, await new FakeTrainer(cluster, run, "a").Join(), always: 2);
        return run;
    }

    private async Task Refused(RunRequest request, RequestErrorCode code, string said)
    {
        var copy = new TestRun(cluster, cluster.NextName());
        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => copy.Grain.Create(request));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Null(await copy.Grain.Describe());
    }
}
