using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Streams.Doubts;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.VirtualNegatives;
using Prcl.Long;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>What one trainer leaves behind after a finished schedule.</summary>
[Collection(ClusterTests.Name)]
public sealed class OneTrainerTests(GrainCluster cluster, HundredSteps hundred) : IClassFixture<HundredSteps>
{
    private const int Classes = 8;

    private FinishedRun Finished => hundred.Finished;

    [Fact]
    public async Task Its_result_is_the_bare_loops_bit_for_bit() => await AssertEqual(Finished);

    [LongFact]
    public async Task With_forgetting_its_result_is_the_bare_loops_bit_for_bit()
    {
        using var forgetful = await FinishedRun.Make(cluster, 100, ("half-life", "90"), ("round-steps", "7"), ("min-evidence", "40"));

        await AssertEqual(forgetful);

        // The half-life is felt: 100 steps of 4 images are more than four of them.
        Assert.All(forgetful.BarePrototypes, (sums, k) => Assert.True(sums is null || sums.Count < 0.6 * Finished.BarePrototypes[k]!.Count));
    }

    [Fact]
    public async Task Committed_prototypes_equal_the_sum_over_the_manifests_reports()
    {
        var sums = new PrototypeSums?[Classes];
        for (long round = 0; round < 20; round++)
        {
            foreach (var report in (await Finished.Run.Manifest(round)).Reports)
            {
                using var state = await cluster.Models.Read(report.SumsBlob);
                for (var k = 0; k < Classes; k++)
                {
                    sums[k] = PrototypeSums.Merge(sums[k], LearnerState.Sums(state, "sums", k), 0);
                }
            }
        }

        for (var k = 0; k < Classes; k++)
        {
            var committed = (await Finished.Run.Prototype(k).Committed())?.ToSums();
            Assert.Equal(sums[k] is null, committed is null);
            if (committed is not null)
            {
                AssertNear(sums[k]!.Precision, committed.Precision);
                AssertNear(sums[k]!.Information, committed.Information);
                AssertNear(sums[k]!.SecondMoment, committed.SecondMoment);
                AssertNear([sums[k]!.Count], [committed.Count]);
            }
        }
    }

    [Fact]
    public async Task Each_report_says_how_much_the_images_that_it_saw_are_in_doubt_and_the_stream_keeps_the_last_word()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async round => Assert.Single((await Finished.Run.Manifest(round)).Reports)));
        Assert.All(reports, r => Assert.InRange(SequenceRanges.Unpack(Assert.Single(r.Doubts!).Ranges).Count(), 5, 10));
        Assert.All(reports, r => Assert.True(SequenceRanges.Unpack(r.Trained.GetValueOrDefault(0, [])).All(SequenceRanges.Unpack(r.Doubts![0].Ranges).Contains)));
        Assert.All(reports, r => Assert.Equal((5, true), (r.Losses!.Steps, r.Losses is { Supervised: > 0, Seconds: > 0, Coverage: >= 0 and <= 1 })));

        await Finished.Run.Folded();
        var last = reports[^1].Doubts![0];
        var known = (await Finished.Run.Stream().List(0, 1000, false)).ToDictionary(i => i.Sequence);
        Assert.All(SequenceRanges.Unpack(last.Ranges).Zip(last.Levels), d => Assert.Equal(DoubtLevel.MeanOf(d.Second), known[d.First].Doubt!.Mean));
        Assert.All(known.Values, i => Assert.Equal(i.Trained, i.Doubt is not null));
        Assert.All(known.Values.Where(i => i.Doubt is not null), i => Assert.InRange(i.Doubt!.Mean, 0.01, 1 - (1.0 / Classes)));
        Assert.Equal(20, (await Finished.Run.Grain.Metrics(-1)).Length);
        Assert.All(await Finished.Run.Grain.Metrics(4), p => Assert.InRange(p.Uncertainty!.Value, 0.01, 1 - (1.0 / Classes)));
    }

    [Fact]
    public async Task Each_report_says_what_its_predictions_look_like_and_how_far_prototypes_have_moved()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async round => Assert.Single((await Finished.Run.Manifest(round)).Reports)));

        // Five steps of one or two stream images and two labelled ones, all seen at 65×65.
        const int Frame = 65 * 65;
        Assert.All(reports, r => Assert.Contains(r.Signs!.Predicted.Sum(), Enumerable.Range(5, 6).Select(images => (long)images * Frame)));
        Assert.All(reports, r => Assert.InRange(r.Signs!.Labelled.Sum(), Frame, 5 * 2 * Frame));
        Assert.All(reports, r => Assert.InRange(r.Signs!.EntropySum / r.Signs.EntropyPixels, 0.01, 1));
        Assert.All(reports, r => Assert.InRange(r.Signs!.Passing, 0, r.Signs.Predicted.Sum()));
        Assert.Null(reports[0].Signs!.Drift);
        Assert.All(reports[1..], r => Assert.InRange(r.Signs!.Drift!.Value, 1e-6, 1));
    }

    [Fact]
    public async Task The_published_checkpoint_carries_the_committed_prototypes()
    {
        for (var k = 0; k < Classes; k++)
        {
            var committed = (await Finished.Run.Prototype(k).Committed())?.ToSums();

            Assert.Equal(committed?.Precision, LearnerState.Sums(Finished.Model, "prototypes", k)?.Precision);
        }
    }

    [Fact]
    public async Task Virtual_negatives_of_the_grain_are_those_that_the_trainer_draws()
    {
        var settings = SettingCatalogue.Read((await Finished.Run.Grain.Describe())!.Settings, "test");
        var sampler = new VirtualNegativeSampler(settings.Seed, settings.VirtualRadius, settings.VirtualSpread);
        for (var k = 0; k < Classes; k++)
        {
            var copy = Finished.BarePrototypes[k];

            Assert.Equal(copy is null ? [] : sampler.Draw(copy, k, 41, 6), await Finished.Run.Prototype(k).VirtualNegatives(41, 6));
        }
    }

    [Fact]
    public async Task Every_image_is_trained_on_once_in_order_and_marked()
    {
        var trained = new List<long>();
        for (long round = 0; round < 20; round++)
        {
            var report = Assert.Single((await Finished.Run.Manifest(round)).Reports);
            // Replay begins with the second round: an image can't be replayed in the round that it is new in.
            Assert.Equal((5, round == 0 ? 15 : 20), (report.Steps, (int)report.Images));
            trained.AddRange(SequenceRanges.Unpack(report.Trained.GetValueOrDefault(0, [])));
        }

        Assert.Equal(Enumerable.Range(4, 60).Select(i => (long)i), trained);
        Assert.Equal((60, 0, 0), (Finished.Status.Images.Trained, Finished.Status.Images.Backlog, Finished.Status.Images.Leased));
    }

    [Fact]
    public void The_run_idles_since_its_schedule_is_done()
    {
        Assert.Equal(RunPhase.Idle, Finished.Status.Phase);
        Assert.Contains("schedule of 100 steps is done", Finished.Status.Reason, StringComparison.Ordinal);
        Assert.Equal((20, 20, 395), (Finished.Status.Round, Finished.Status.Version, Finished.Status.ImagesTrained));
        Assert.Equal(TrainerState.Idle, Assert.Single(Finished.Status.Trainers).State);
    }

    [Fact]
    public void Its_status_is_answered_within_100_ms_while_it_trains()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{Finished.Answers.Count} answers, the slowest after {Finished.Answers.Max().TotalMilliseconds:F1} ms");

        Assert.InRange(Finished.Answers.Count, 50, int.MaxValue);

        // On a busy machine the operating system may hold one up; the actor must not.
        Assert.InRange(Finished.Answers.Order().ElementAt(Finished.Answers.Count * 98 / 100).TotalMilliseconds, 0, 100);
    }

    [Fact]
    public async Task Its_status_and_losses_tell_what_it_did()
    {
        Assert.Equal((100, 0), (Finished.Trainer.Steps, Finished.Trainer.SkippedSteps));
        Assert.InRange(Finished.Trainer.TensorSeconds, 0.001, Finished.Trainer.WallSeconds + 0.001);
        Assert.True(Finished.Trainer.ImagesPerSecond > 0);
        var losses = await Finished.Run.Trainer.Losses(90);
        Assert.Equal(Enumerable.Range(91, 10).Select(s => (long)s), losses.Select(l => l.Step));
        Assert.All(losses, l => Assert.True(double.IsFinite(l.Total) && l.LearningRate > 0));
    }

    [Fact]
    public void Its_bytes_a_step_are_reported_beside_those_of_all_reduce()
    {
        var traffic = Finished.Trainer.Traffic!;
        TestContext.Current.TestOutputHelper!.WriteLine($"{traffic}, a checkpoint has {Finished.Model.Bytes} bytes");

        // Alone it writes a checkpoint a round and reads none but the first; sums come on top. All-reduce among one moves nothing.
        Assert.Equal(100, traffic.Steps);
        Assert.InRange(traffic.Sent, 20 * Finished.Model.Bytes * 0.9, 20 * Finished.Model.Bytes * 1.5);
        Assert.InRange(traffic.Received, 1, traffic.Sent);
        Assert.Equal(Finished.Model.Names.Where(LearnerState.IsParameter).Sum(name => Finished.Model[name].NumberOfElements * 4), traffic.GradientBytes);
        Assert.Equal(new StepTraffic((traffic.Sent + traffic.Received) / 100.0, 0), Finished.Status.Traffic);
    }

    private static async Task AssertEqual(FinishedRun finished)
    {
        var (actors, bare) = (finished.Model, finished.Bare);
        string[] names = [.. bare.Names];
        Assert.Contains(names, n => n.StartsWith("momentum.student.", StringComparison.Ordinal));
        Assert.Contains(names, n => n.StartsWith("probability_head.", StringComparison.Ordinal));
        Assert.Equal(names, actors.Names.Where(n => !n.StartsWith("prototypes.", StringComparison.Ordinal)));
        Assert.All(names, name => Assert.True(IsSame(actors, bare, name), name));
        Assert.Equal(bare.Metadata["steps"], actors.Metadata["steps"]);
        for (var k = 0; k < Classes; k++)
        {
            var (committed, expected) = ((await finished.Run.Prototype(k).Committed())?.ToSums(), finished.BarePrototypes[k]);
            Assert.Equal(expected?.Precision, committed?.Precision);
            Assert.Equal(expected?.Information, committed?.Information);
            Assert.Equal(expected?.SecondMoment, committed?.SecondMoment);
            Assert.Equal((expected?.Count, expected?.Clock), (committed?.Count, committed?.Clock));
        }
    }

    private static bool IsSame(NamedTensors a, NamedTensors b, string name) =>
        a[name].dtype == b[name].dtype && a[name].shape.SequenceEqual(b[name].shape) && a[name].bytes.SequenceEqual(b[name].bytes);

    private static void AssertNear(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-9 * Math.Abs(pair.First)));
}
