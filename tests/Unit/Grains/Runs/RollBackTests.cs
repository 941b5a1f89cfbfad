using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Grains.Prototypes;
using Prcl.Learning.Prototypes;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>Training goes back to a version: one conditional write, and whoever is of the epoch before is fenced.</summary>
[Collection(ClusterTests.Name)]
public sealed class RollBackTests(GrainCluster cluster)
{
    private const int Class = 1;

    [Fact]
    public async Task Training_goes_on_from_the_versions_weights_prototypes_clock_and_schedule()
    {
        var run = await cluster.Define(("half-life", "0"));
        var a = await Trainer(run, "a");
        await a.Commit(weight: 1, sums: Sums(3));
        await run.Prototype(Class).CatchUp(1);
        var then = await run.Prototype(Class).Committed();
        await a.Commit(weight: 2, sums: Sums(5));
        await a.Commit(weight: 3, sums: new() { [Class] = FakeTrainer.Sums(9, 1, 7), [2] = FakeTrainer.Sums(1, 1, 1) });

        var start = await run.Grain.RollBack(1, 0);

        Assert.Equal((1, 4, 4, 20, 5), (start.Epoch, start.Round, start.Version, start.Clock, start.StepsDone));
        using var model = await cluster.Models.Read(start.ModelBlob);
        Assert.All(model["student.weight"].data<float>().ToArray(), value => Assert.Equal(1, value));
        AssertSame(then!, await run.Committed(Class, 4));
        Assert.Null(await run.Committed(2, 4));

        var b = await Trainer(run, "b");
        Assert.Equal((1, 4), (b.Round.Epoch, b.Round.Round));
        await b.Commit(weight: 5, sums: Sums(11));
        var expected = PrototypeSums.Merge(then!.ToSums(), FakeTrainer.Sums(1, 2, 11), 0)!;
        AssertSame(expected.ToMessage(), await run.Committed(Class, 5));
        Assert.Equal(14, (await run.Prototype(Class).Query()).Evidence);
    }

    [Fact]
    public async Task The_initial_model_is_a_version_too_and_has_no_evidence()
    {
        var run = await cluster.Create();
        var a = await Trainer(run, "a");
        await a.Commit(sums: Sums(3));

        var start = await run.Grain.RollBack(0, 0);

        Assert.Equal((1, 2, 0, 0), (start.Epoch, start.Round, start.Clock, start.StepsDone));
        Assert.Null(await run.Committed(Class, 2));
    }

    [Fact]
    public async Task A_trainer_of_the_epoch_before_is_fenced_and_nothing_of_it_counts()
    {
        var run = await cluster.Define(("round-deadline-seconds", "1000"), ("lease-seconds", "1000"));
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1)]);
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        await Task.WhenAll(a.Commit(sums: Sums(3)), b.Commit());
        var old = b.Round;
        await run.Stream().Lease(b.Key, old.Incarnation, 2);
        await b.Exchange(Class, 2, FakeTrainer.Sums(1, 2, 100));
        var late = await b.Write(6, 10, Sums(50), 0);

        // a has handed in and waits for b when it happens.
        var waiting = await a.Report(weight: 9, sums: Sums(40));
        await run.Grain.RollBack(1, 0);

        Assert.True((await waiting).Fenced);
        Assert.True((await b.HandIn(late)).Fenced);
        Assert.True((await run.Grain.Renew(b.Key, old.Incarnation)).Fenced);
        await run.Prototype(Class).CatchUp(2);
        var exchanged = await run.Prototype(Class).Exchange(new SumsMessage(b.Key, old.Incarnation, 0, 1, 4, FakeTrainer.Sums(1, 2, 100).ToMessage()));
        Assert.Contains("epoch", exchanged.Refusal!, StringComparison.Ordinal);

        await run.Stream().CatchUp(2);
        Assert.Equal((long[])[0, 1], await run.Stream().Renew(b.Key, old.Incarnation, [0, 1]));
        Assert.Empty(await run.Stream().Lease(b.Key, old.Incarnation, 2));
        await cluster.Silos.DeactivateAsync(run.Stream());
        Assert.Empty(await run.Stream().Lease(b.Key, old.Incarnation, 2));

        await b.Join();
        Assert.Equal([0, 1], (await run.Stream().Lease(b.Key, b.Round.Incarnation, 2)).Select(i => i.Sequence));
        await b.Commit(sums: Sums(5));
        Assert.Equal(["b"], (await run.Manifest(2)).Reports.Select(r => r.Trainer.Split('/')[1]));
        await run.Prototype(Class).CatchUp(3);
        Assert.Equal(3 + 5, (await run.Prototype(Class).Query()).Evidence);
        Assert.Equal(0, (await run.Stream().Counts()).Trained);
    }

    [Fact]
    public async Task Images_and_their_trained_marks_stay()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1)]);
        var a = await Trainer(run, "a");
        await a.Commit();
        await a.Commit(trained: [0]);

        await run.Grain.RollBack(1, 0);

        await run.Stream().CatchUp(3);
        Assert.Equal([true, false], (await run.Stream().List(0, 9, false)).Select(i => i.Trained));
    }

    [Fact]
    public async Task A_repeat_changes_nothing_and_a_caller_who_missed_an_epoch_is_told()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit();
        await a.Commit();

        var first = await run.Grain.RollBack(1, 0);
        var repeat = await run.Grain.RollBack(1, 0);
        var other = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.RollBack(2, 0));

        Assert.Equal(first, repeat);
        Assert.Contains("epoch 1", other.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await cluster.Blobs($"runs/{run.Name}/rounds/")).Length);
        Assert.Equal((2, 4), ((await run.Grain.RollBack(2, 1)).Epoch, (await run.Grain.Current()).Round));
        Assert.Equal(2, (await run.Grain.Describe())!.Epoch);
    }

    [Fact]
    public async Task A_version_that_is_not_kept_is_refused_by_name()
    {
        var run = await cluster.Define(("keep-versions", "1"));
        var a = await Trainer(run, "a");
        for (var round = 0; round < 4; round++)
        {
            await a.Commit();
        }

        await Patience.Until(run.Grain.Models, m => m.Length == 2);
        var refused = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.RollBack(2, 0));

        Assert.Contains("no version 2; it keeps 0, 4", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await run.Grain.Current()).Epoch);
    }

    [Fact]
    public async Task A_version_whose_checkpoint_is_gone_is_refused_in_words()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit();
        await a.Commit();
        await cluster.Models.Remove((await run.Grain.Model("1"))!.Blob);

        var refused = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.RollBack(1, 0));

        Assert.Contains("doesn't keep version 1 any more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_outlives_the_version_that_it_was_made_of()
    {
        var run = await cluster.Define(("keep-versions", "1"));
        var a = await Trainer(run, "a");
        await a.Commit(weight: 1);
        await a.Commit(weight: 2);
        await run.Grain.RollBack(2, 0);
        await Patience.Until(() => cluster.Blobs($"runs/{run.Name}/rounds/"), names => names.Length == 1);
        await cluster.Silos.DeactivateAsync(run.Grain);

        await a.Join();
        using var model = await cluster.Models.Read(a.Round.ModelBlob);
        Assert.All(model["student.weight"].data<float>().ToArray(), value => Assert.Equal(2, value));

        await a.Commit(weight: 3);
        await a.Commit(weight: 4);
        await Patience.Until(() => cluster.Blobs($"runs/{run.Name}/models/"), names => names.Length == 0);
        await Patience.Until(run.Grain.Models, kept => kept.Select(m => m.Version).SequenceEqual([0, 5]));
    }

    [Fact]
    public async Task Versions_are_listed_with_aliases_rounds_and_where_they_come_from()
    {
        var run = await cluster.Define(("keep-versions", "9"));
        var a = await Trainer(run, "a");
        await a.Commit(images: 20);
        await a.Commit(images: 30);
        await run.Grain.MoveAlias("serving", 1);
        await run.Grain.MoveAlias("best", 1);
        await run.Grain.RollBack(1, 0);

        var models = await run.Grain.Models();

        Assert.Equal([(0, -1, 0), (1, 0, 20), (2, 1, 50), (3, 2, 20)], models.Select(m => ((int)m.Version, (int)m.Round, (int)m.ImagesTrained)));
        Assert.Equal(["best,serving", "", "baseline,latest"], models.Skip(1).Select(m => string.Join(',', m.Aliases)));
        Assert.Equal([(0, null), (0, null), (0, null), (1, (long?)1)], models.Select(m => (m.Epoch, m.RolledBackTo)));

        await run.Grain.RemoveAlias("serving");
        await run.Grain.RemoveAlias("serving");
        Assert.Null(await run.Grain.Model("serving"));
    }

    private static Dictionary<int, PrototypeSums> Sums(double count) => new() { [Class] = FakeTrainer.Sums(1, 2, count) };

    private static void AssertSame(ClassSums expected, ClassSums? actual)
    {
        Assert.Equal((expected.Count, expected.Clock), (actual!.Count, actual.Clock));
        Assert.Equal(expected.Precision, actual.Precision);
        Assert.Equal(expected.Information, actual.Information);
        Assert.Equal(expected.SecondMoment, actual.SecondMoment);
    }

    private Task<FakeTrainer> Trainer(TestRun run, string name) => new FakeTrainer(cluster, run, name) { CarriesPrototypes = true }.Join();
}
