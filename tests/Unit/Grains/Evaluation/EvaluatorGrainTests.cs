using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Images.Files;
using Prcl.Learning.Scenes;
using Xunit;

namespace Prcl.Unit.Grains.Evaluation;

[Collection(ClusterTests.Name)]
public sealed class EvaluatorGrainTests(GrainCluster cluster)
{
    private static readonly string[] Domains = ["day", "rain"];

    [Fact]
    public async Task In_the_background_it_measures_versions_and_moves_best()
    {
        var run = await Run(("evaluation-seconds", "0"));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: SceneClasses.Sky);
        await run.Evaluator.Start();
        await run.Evaluator.Start();

        var first = await Patience.Until(run.Evaluator.History, h => h.Length == 2);
        Assert.Equal(Domains, first.Select(r => r.Domain).Order());
        Assert.All(first, r => Assert.Equal((1, 20), (r.Version, r.ImagesTrained)));
        Assert.All(first, r => Assert.InRange(r.MeanIou, 0.01, 99));
        Assert.All(first, r => Assert.InRange(r.UncertaintyAuroc!.Value, 0, 1));
        Assert.All(first, r => Assert.InRange(r.CalibrationError!.Value, 0.01, 1));
        Assert.All(first, r => Assert.Null(r.Reliability));
        await Patience.Until(async () => (await run.Grain.Model("best"))?.Version, v => v == 1);

        // A class that no image shows is worse: best stays.
        await cluster.Publish(run, trainer, always: 7);
        await Patience.Until(run.Evaluator.History, h => h.Length == 4);
        await cluster.Silos.DeactivateAsync(run.Evaluator);

        Assert.Equal(1, (await run.Grain.Model("best"))!.Version);
        Assert.Equal(4, (await run.Evaluator.History()).Length);
    }

    [Fact]
    public async Task The_baseline_is_measured_once_on_the_same_frames_and_again_where_frames_of_a_new_domain_come()
    {
        var run = await cluster.Create(("evaluation-seconds", "0"), ("unsupervised-begin", "5"));
        await run.Store(Street.Evaluated(0));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: SceneClasses.Sky);
        await trainer.Commit(trained: 7);
        await cluster.Publish(run, trainer, always: SceneClasses.Road);
        Assert.Empty(await run.Evaluator.Comparison());

        await run.Evaluator.Start();
        var day = Assert.Single(await Patience.Until(run.Evaluator.Comparison, c => c.Length == 1));
        Assert.Equal(("day", 1, 3, 1), (day.Domain, day.Images, day.Newest.Version, day.Baseline.Version));
        Assert.Equal([1, 3], (await run.Evaluator.History()).Select(r => r.Version));
        Assert.Equal((await run.Evaluator.History())[0].MeanIou, day.Baseline.MeanIou);
        Assert.NotEqual(0, day.Gain);
        var measured = await run.Evaluator.History();
        Assert.Equal(measured.Select(r => (r.UncertaintyAuroc, r.CalibrationError)), new[] { day.Baseline, day.Newest }.Select(s => (s.UncertaintyAuroc, s.CalibrationError)));

        await run.Store(Street.Evaluated(10, "rain"));
        var both = await Patience.Until(run.Evaluator.Comparison, c => c.Length == 2);
        Assert.Equal(Domains, both.Select(c => c.Domain).Order());
        Assert.All(both, c => Assert.Equal((3, 1), (c.Newest.Version, c.Baseline.Version)));
        Assert.Equal(2, (await run.Grain.Status()).Comparison!.Length);

        await run.Grain.MoveAlias("baseline", 0);
        var moved = await Patience.Until(run.Evaluator.Comparison, c => c.All(d => d.Baseline.Version == 0));
        await cluster.Silos.DeactivateAsync(run.Evaluator);
        Assert.Equal(moved.Select(c => c.Baseline.MeanIou), (await run.Evaluator.Comparison()).Select(c => c.Baseline.MeanIou));
    }

    [Fact]
    public async Task Images_that_come_after_the_newest_version_are_measured_too()
    {
        var run = await cluster.Create(("evaluation-seconds", "0"));
        await run.Evaluator.Start();
        await Patience.Until(() => Task.FromResult(cluster.Time.GetTimestamp()), Elapsed(cluster.Time, 1.5));
        Assert.Empty(await run.Evaluator.History());

        await run.Store(Street.Evaluated(0));

        Assert.Equal((0, 1), await Patience.Until(async () => (await run.Evaluator.History()).Select(r => (r.Version, r.Images)).FirstOrDefault(), r => r.Images > 0));
    }

    [Fact]
    public async Task Asked_for_it_streams_one_result_a_domain()
    {
        var run = await Run();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: 2);
        await run.Grain.MoveAlias("serving", 0);

        var results = await Collect(run.Evaluator.EvaluateNow(null));
        var zero = await Collect(run.Evaluator.EvaluateNow(0));

        Assert.Equal(Domains, results.Select(r => r.Domain).Order());
        Assert.All(results, r => Assert.Equal(1, r.Version));
        Assert.All(zero, r => Assert.Equal(0, r.Version));
        var day = results.Single(r => r.Domain == "day");
        Assert.Equal((3, 3 * Street.Width * Street.Height), (day.Images, day.Confusion.Sum()));
        Assert.Equal(day.Confusion.Sum(), Enumerable.Range(0, 8).Sum(k => day.Confusion[8 * k + 2]));
        Assert.Empty(await run.Evaluator.History());
    }

    [Fact]
    public async Task Without_evaluation_images_or_such_a_version_it_says_so()
    {
        var run = await cluster.Create();

        var none = await Assert.ThrowsAsync<PrclRequestException>(() => Collect(run.Evaluator.EvaluateNow(null)));
        var version = await Assert.ThrowsAsync<PrclRequestException>(() => Collect(run.Evaluator.EvaluateNow(4)));
        var nowhere = await Assert.ThrowsAsync<PrclRequestException>(() => Collect(new TestRun(cluster, "nowhere").Evaluator.EvaluateNow(null)));

        Assert.Contains("no evaluation images", none.Message, StringComparison.Ordinal);
        Assert.Contains("version 4", version.Message, StringComparison.Ordinal);
        Assert.Contains("'nowhere'", nowhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scoring_adds_up_to_what_evaluating_gives_and_stores_nothing()
    {
        var run = await Run();
        var before = await run.Stream().Counts();

        var whole = (await Collect(run.Evaluator.EvaluateNow(null))).Single(r => r.Domain == "day");
        var parts = await Task.WhenAll(Enumerable.Range(0, 3).Select(f => run.Evaluator.Score([Street.Evaluated(f)], null)));

        Assert.Equal(whole.Confusion, Enumerable.Range(0, 64).Select(i => parts.Sum(p => p.Confusion[i])));
        Assert.Equal(whole.Confusion.Sum(), whole.Reliability!.PixelsByConfidence.Sum());
        var sum = parts.Select(p => p.Reliability!).Aggregate((a, b) => a.Plus(b));
        Assert.Equal(whole.UncertaintyAuroc!.Value, sum.UncertaintyAuroc());
        Assert.Equal(whole.CalibrationError!.Value, sum.CalibrationError(), 1e-9);
        Assert.Equal(before, await run.Stream().Counts());
    }

    [Fact]
    public async Task Scoring_refuses_bad_images_and_labels_by_name()
    {
        var run = await cluster.Create();
        foreach (var bad in new ImagePush[]
        {
            Street.Unlabelled(0), Street.Evaluated(0) with { Image = [1, 2, 3] }, Street.Evaluated(0) with { Label = Street.Image(1) },
            Street.Evaluated(0) with { Label = LabelPng.Write(new LabelMap(40, 40, new ushort[1600])) },
        })
        {
            var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Evaluator.Score([Street.Evaluated(1), bad], null));
            Assert.StartsWith("frame-0.png: ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_damaged_evaluation_image_is_left_out_and_quarantined()
    {
        var run = await cluster.Create(("evaluation-seconds", "0"));
        await run.Store(Street.Evaluated(300), Street.Evaluated(301));
        await cluster.Damage(Street.Image(300));

        var results = await Collect(run.Evaluator.EvaluateNow(null));
        Assert.Equal(1, Assert.Single(results).Images);
        await Collect(run.Evaluator.EvaluateNow(null));
        await Collect(run.Evaluator.EvaluateNow(null));

        Assert.Equal("frame-300.png", Assert.Single(await run.Stream().List(0, 9, onlyQuarantined: true)).Name);
    }

    private static Predicate<long> Elapsed(TimeProvider time, double seconds)
    {
        var start = time.GetTimestamp();
        return now => time.GetElapsedTime(start, now).TotalSeconds > seconds;
    }

    private static async Task<EvaluationResult[]> Collect(IAsyncEnumerable<EvaluationResult> results)
    {
        var all = new List<EvaluationResult>();
        await foreach (var result in results)
        {
            all.Add(result);
        }

        return [.. all];
    }

    private async Task<TestRun> Run(params (string, string)[] settings)
    {
        var run = await cluster.Create(settings);
        await run.Store([.. Enumerable.Range(0, 3).Select(f => Street.Evaluated(f)), .. Enumerable.Range(10, 2).Select(f => Street.Evaluated(f, "rain"))]);
        return run;
    }
}
