using Prcl.Contracts;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

[Collection(ClusterTests.Name)]
public sealed class ChangedSettingsTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_change_is_told_with_the_next_assignment_and_the_manifest_names_what_each_report_was_made_with()
    {
        var run = await cluster.Create(("learning-rate", "0.02"));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        var before = await trainer.Write(1, 20);
        Assert.Equal(0, trainer.Round.Revision);

        var changed = await run.Grain.Change(new() { ["learning-rate"] = "0.003" }, 0);
        var next = await trainer.HandIn(before);
        await trainer.HandIn(await trainer.Write(1, 20) with { Revision = next.Revision });

        Assert.Equal(("0.003", 1), (changed.Settings["learning-rate"], changed.Revision));
        Assert.Equal(1, next.Revision);
        Assert.Equal([0, 1], new[] { await run.Manifest(0), await run.Manifest(1) }.Select(m => Assert.Single(m.Reports).Revision));
        Assert.Equal(("0.003", 1), ((await run.Grain.Describe())!.Settings["learning-rate"], (await run.Grain.Describe())!.Revision));

        // What it was created with is what a repeated creation asks for.
        await run.Grain.Create(TestRun.Request(("learning-rate", "0.02")));
    }

    [Fact]
    public async Task A_change_outlives_a_restart()
    {
        using var folder = new Blobs.TemporaryFolder();
        string name;
        await using (var first = await GrainCluster.On(folder))
        {
            var run = await first.Create();
            name = run.Name;
            await run.Grain.Change(new() { ["retain-days"] = "3" }, 0);
        }

        await using var second = await GrainCluster.On(folder);
        var again = (await new TestRun(second, name).Grain.Describe())!;

        Assert.Equal(("3", 1), (again.Settings["retain-days"], again.Revision));
    }

    [Fact]
    public async Task What_cannot_change_is_refused_and_nothing_is_changed()
    {
        var run = await cluster.Create();

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Change(new() { ["learning-rate"] = "0.003", ["representation-width"] = "32" }, 0));

        Assert.Equal(RequestErrorCode.BadValue, refusal.Code);
        Assert.Contains("representation-width is 16 for good, since the network", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await run.Grain.Describe())!.Revision);
    }

    [Fact]
    public async Task A_trainer_takes_a_change_up_with_its_next_round_and_one_that_has_finished_goes_on()
    {
        var run = await cluster.Create(("schedule", "polynomial"), ("total-steps", "10"), ("replay-budget", "1000000"), ("keep-versions", "100"));
        await run.Store(Street.Labelled(0), Street.Labelled(1));
        await run.Trainer.Start();
        var done = await run.Until(s => s.Reason.Contains("the schedule of 10 steps is done", StringComparison.Ordinal) && s.Version == 2);

        await run.Grain.Change(new() { ["total-steps"] = "20", ["learning-rate"] = "0.001" }, 0);

        await run.Until(s => s.Version == 4);
        Assert.Equal(2, done.Version);
        Assert.Equal([0, 0, 1, 1], (await Task.WhenAll(Enumerable.Range(0, 4).Select(r => run.Manifest(r)))).Select(m => Assert.Single(m.Reports).Revision));
        var losses = await run.Trainer.Losses(10);
        Assert.Equal(0.001 * Math.Pow(1 - 10.0 / 20, 0.9), losses[0].LearningRate, 1e-12);
        await run.Trainer.Drain();
    }
}
