using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Grains;
using Prcl.Grains.Prototypes;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;
using Prcl.Learning.VirtualNegatives;
using Xunit;

namespace Prcl.Unit.Grains.Prototypes;

[Collection(ClusterTests.Name)]
public sealed class PrototypeGrainTests(GrainCluster cluster)
{
    private const int Class = 2;

    [Fact]
    public async Task Repeats_reorderings_and_losses_of_messages_change_nothing()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        (FakeTrainer From, int Step, PrototypeSums Sums)[] messages =
        [
            (a, 2, FakeTrainer.Sums(1, 3, 10)), (a, 4, FakeTrainer.Sums(2, 3, 20)), (a, 6, FakeTrainer.Sums(5, 1, 30)),
            (b, 2, FakeTrainer.Sums(7, -1, 5)), (b, 4, FakeTrainer.Sums(8, -2, 6)),
        ];
        var expected = PrototypeSums.Merge(messages[2].Sums, messages[4].Sums, 0)!;

        foreach (var order in new[] { new[] { 0, 1, 2, 3, 4 }, [4, 3, 2, 1, 0], [2, 2, 0, 4, 4, 1, 2], [1, 4, 2] })
        {
            foreach (var message in order)
            {
                Assert.Null((await messages[message].From.Exchange(Class, messages[message].Step, messages[message].Sums)).Refusal);
            }

            var view = await run.Prototype(Class).Query();
            Assert.Equal(expected.Count, view.Evidence);
            Assert.Equal(expected.Mean(), view.Mean);
            Assert.Equal(expected.SpreadVariance(), view.SpreadVariance);
            Assert.Equal(0, view.RefusedSums);
            Assert.Null(await run.Prototype(Class).Committed());
            await cluster.Silos.DeactivateAsync(run.Prototype(Class));
        }
    }

    [Fact]
    public async Task A_trainer_pulls_what_the_others_have_and_never_its_own()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));

        Assert.Null((await a.Exchange(Class, 0, null)).Sums);
        Assert.Null((await a.Exchange(Class, 2, FakeTrainer.Sums(1, 3, 10))).Sums);
        Assert.Equal(10, (await b.Exchange(Class, 2, FakeTrainer.Sums(1, 3, 4))).Sums!.Count);
        Assert.Equal(4, (await a.Exchange(Class, 4, FakeTrainer.Sums(1, 3, 20))).Sums!.Count);
        Assert.Equal(20, (await b.Exchange(Class, 0, null)).Sums!.Count);
    }

    [Fact]
    public async Task A_newer_incarnation_replaces_the_older_ones_sums()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        var before = a.Round;
        await a.Exchange(Class, 8, FakeTrainer.Sums(1, 3, 10));

        await a.Join();
        await a.Exchange(Class, 2, FakeTrainer.Sums(1, 3, 4));
        await run.Prototype(Class).Exchange(new SumsMessage(a.Key, before.Incarnation, 0, 0, 10, FakeTrainer.Sums(1, 3, 99).ToMessage()));

        Assert.Equal(4, (await run.Prototype(Class).Query()).Evidence);
    }

    [Fact]
    public async Task Bad_sums_are_refused_by_name_counted_and_change_nothing()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Exchange(Class, 1, FakeTrainer.Sums(2, 3, 10));
        var good = FakeTrainer.Sums(2, 3, 10);
        double[] broken = [.. good.Information];
        broken[5] = double.NaN;
        (PrototypeSums Sums, string Said)[] bad =
        [
            (new PrototypeSums(good.Precision, broken, good.SecondMoment, 10, 0), "dimension 5"),
            (FakeTrainer.Sums(2, 3, 10, width: 8), "width 8"),
            (FakeTrainer.Sums(0, 3, 10), "precision"),
            (FakeTrainer.Sums(-1, 3, 10), "precision"),
            (FakeTrainer.Sums(double.PositiveInfinity, 3, 10), "precision"),
            (FakeTrainer.Sums(2, 3, 0), "n is 0"),
            (FakeTrainer.Sums(2, 3, double.NaN), "n is NaN"),
        ];

        for (var i = 0; i < bad.Length; i++)
        {
            Assert.Contains(bad[i].Said, (await a.Exchange(Class, i + 2, bad[i].Sums)).Refusal, StringComparison.Ordinal);
        }

        var ragged = await run.Prototype(Class).Exchange(new SumsMessage(a.Key, a.Round.Incarnation, 0, 0, 90, new ClassSums(good.Precision, [1], good.SecondMoment, 3, 0)));
        Assert.Contains("same width", ragged.Refusal, StringComparison.Ordinal);
        var view = await run.Prototype(Class).Query();
        Assert.Equal((10, bad.Length + 1), (view.Evidence, view.RefusedSums));
    }

    [Fact]
    public async Task Pending_sums_lost_with_the_activation_return_with_the_next_message()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        await a.Exchange(Class, 2, FakeTrainer.Sums(1, 3, 10));
        await b.Exchange(Class, 2, FakeTrainer.Sums(1, 3, 5));

        await cluster.Silos.DeactivateAsync(run.Prototype(Class));

        Assert.Equal(0, (await run.Prototype(Class).Query()).Evidence);
        await a.Exchange(Class, 4, FakeTrainer.Sums(1, 3, 20));
        await b.Exchange(Class, 4, FakeTrainer.Sums(1, 3, 6));
        Assert.Equal(26, (await run.Prototype(Class).Query()).Evidence);
    }

    [Fact]
    public async Task Folding_is_done_once_however_often_it_is_asked_for_and_clears_what_was_pending()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        var sums = FakeTrainer.Sums(2, 3, 10);
        await a.Exchange(Class, 5, sums);

        await a.Commit(sums: new() { [Class] = sums });
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => run.Prototype(Class).CatchUp(1)));
        await cluster.Silos.DeactivateAsync(run.Prototype(Class));
        await run.Prototype(Class).CatchUp(1);

        // There is no such round: whoever asks knows more than this activation.
        await Assert.ThrowsAsync<StaleActivationException>(() => run.Prototype(Class).CatchUp(9));

        Assert.Equal(10, (await run.Prototype(Class).Committed())!.Count);
        Assert.Equal((10, 1), ((await run.Prototype(Class).Query()).Evidence, (await run.Prototype(Class).Query()).Round));
        Assert.Equal(20, a.Round.Clock);
    }

    [Fact]
    public async Task A_message_that_a_commit_overtook_is_neither_taken_nor_held_against_anyone()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit(sums: new() { [Class] = FakeTrainer.Sums(2, 3, 10) });

        var answer = await a.Exchange(Class, 4, FakeTrainer.Sums(2, 3, 8), round: 0);
        await run.Prototype(Class).CatchUp(1);
        answer = await a.Exchange(Class, 4, FakeTrainer.Sums(2, 3, 8), round: 0);

        Assert.Equal(1, answer.Round);
        var view = await run.Prototype(Class).Query();
        Assert.Equal((10, 0), (view.Evidence, view.RefusedSums));
    }

    [Fact]
    public async Task A_message_of_a_later_round_folds_the_rounds_before_it_first()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit(sums: new() { [Class] = FakeTrainer.Sums(2, 3, 10) });
        await a.Commit(sums: new() { [Class] = FakeTrainer.Sums(1, 4, 7) });

        var pulled = await a.Exchange(Class, 2, FakeTrainer.Sums(1, 1, 1));

        Assert.Equal((2, 17.0), (pulled.Round, pulled.Sums!.Count));
    }

    [Fact]
    public async Task Drift_is_told_from_the_second_round_on()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        var (first, second) = (FakeTrainer.Sums(2, 3, 10), new PrototypeSums([.. Enumerable.Range(1, 16).Select(i => (double)i)], new double[16], [.. Enumerable.Repeat(1.0, 16)], 5, 20));
        await a.Commit(sums: new() { [Class] = first });
        await run.Prototype(Class).CatchUp(1);
        Assert.Empty((await run.Prototype(Class).Query()).DriftHistory);

        await a.Commit(sums: new() { [Class] = second });
        await run.Prototype(Class).CatchUp(2);

        var (view, after) = (await run.Prototype(Class).Query(), first.Merge(second, 0));
        Assert.Equal(PrototypeDrift.Distance(first.Mean(), after.Mean()), view.Drift);
        Assert.Equal(PrototypeDrift.SymmetricDivergence(first.Mean(), first.SpreadVariance(), after.Mean(), after.SpreadVariance()), view.DriftDivergence);
    }

    [Fact]
    public async Task Bad_sums_in_a_committed_report_do_not_poison_the_prototype()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit(sums: new() { [Class] = FakeTrainer.Sums(2, 3, 10), [3] = FakeTrainer.Sums(2, 3, 10, width: 8) });
        await a.Commit(sums: new() { [Class] = FakeTrainer.Sums(double.NaN, 3, 10), [3] = FakeTrainer.Sums(2, 3, 4) });

        await run.Prototype(Class).CatchUp(2);
        await run.Prototype(3).CatchUp(2);

        Assert.Equal(10, (await run.Prototype(Class).Committed())!.Count);
        Assert.Equal(4, (await run.Prototype(3).Committed())!.Count);
        Assert.Equal(1, (await run.Prototype(3).Query()).RefusedSums);
    }

    [Fact]
    public async Task Virtual_negatives_are_the_samplers_and_none_while_the_prototype_is_stale()
    {
        var run = await cluster.Define(("min-evidence", "50"), ("virtual-spread", "spread"), ("virtual-radius", "0.5"));
        var a = await Trainer(run, "a");
        Assert.Empty(await run.Prototype(Class).VirtualNegatives(3, 4));
        await a.Exchange(Class, 2, FakeTrainer.Sums(1, 3, 49));
        Assert.Empty(await run.Prototype(Class).VirtualNegatives(3, 4));
        Assert.True((await run.Prototype(Class).Query()).Stale);

        var sums = FakeTrainer.Sums(1, 3, 51);
        await a.Exchange(Class, 4, sums);

        var sampler = new VirtualNegativeSampler(7, 0.5, VirtualSpread.Spread);
        Assert.Equal(sampler.Draw(sums, Class, 3, 4), await run.Prototype(Class).VirtualNegatives(3, 4));
        Assert.NotEqual(sampler.Draw(sums, Class, 3, 4), await run.Prototype(Class).VirtualNegatives(4, 4));
        Assert.False((await run.Prototype(Class).Query()).Stale);
        await Assert.ThrowsAsync<PrclRequestException>(() => run.Prototype(Class).VirtualNegatives(3, -1));
        await Assert.ThrowsAsync<PrclRequestException>(() => run.Prototype(Class).VirtualNegatives(3, 1_000_000));
    }

    [Theory]
    [InlineData("8")]
    [InlineData("-1")]
    [InlineData("sky")]
    public async Task A_class_that_the_run_does_not_have_is_refused_by_every_member(string classId)
    {
        var run = await cluster.Define();
        var prototype = cluster.Grains.GetGrain<IPrototypeGrain>($"{run.Name}/{classId}");

        foreach (var call in new Func<Task>[]
        {
            prototype.Query, prototype.Committed, () => prototype.CatchUp(0), () => prototype.VirtualNegatives(0, 1),
            () => prototype.Exchange(new SumsMessage("t", 1, 0, 0, 0, null)),
        })
        {
            Assert.Contains($"{run.Name}/{classId}", (await Assert.ThrowsAsync<PrclRequestException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asking_before_the_run_exists_does_no_harm()
    {
        var name = cluster.NextName();
        var prototype = cluster.Grains.GetGrain<IPrototypeGrain>($"{name}/0");
        await Assert.ThrowsAsync<PrclRequestException>(prototype.Query);
        var run = new TestRun(cluster, name);
        await Assert.ThrowsAsync<PrclRequestException>(() => run.Stream().Counts());
        await Assert.ThrowsAsync<PrclRequestException>(run.Grain.Status);

        await run.Grain.Create(TestRun.Request());

        var view = await Patience.Until(async () => await Record.ExceptionAsync(prototype.Query), failure => failure is null);
        Assert.Null(view);
        Assert.Equal(0, (await run.Grain.Status()).Images.Stored);
    }

    private Task<FakeTrainer> Trainer(TestRun run, string name) => new FakeTrainer(cluster, run, name).Join();
}
