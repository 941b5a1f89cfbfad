using Prcl.Learning.Augmentation;
using Prcl.Learning.Contrast;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.Variances;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class TrainingStepTests : IDisposable
{
    private static readonly TrainingSettings Settings = TinyRun.Settings;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_loss_falls_on_one_batch_and_every_part_is_finite()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);

        var results = TinyRun.Steps(learner, batch, TinyRun.Table(Settings), 15);

        Assert.All(results, result =>
        {
            Assert.Null(result.Skipped);
            Assert.Equal(0, result.RefusedSums);
            Assert.Equal(result.Total, result.Supervised + result.Unsupervised + (Settings.ContrastWeight * result.Contrastive) + (Settings.Variance.VarianceWeight * result.Variance), 1e-3);
            Assert.InRange(result.Coverage, 0, 1);
            Assert.Equal(0.02, result.LearningRate);
        });
        Assert.All(results, result => Assert.True(double.IsFinite(result.Total) && result.Contrastive > 0 && result.Unsupervised >= 0));
        Assert.Contains(results, result => result.Unsupervised > 0 && result.Coverage > 0);
        Assert.All(results, result => Assert.True(result.PositiveLogit!.Value.Distance < 0 && result.NegativeLogit!.Value.Distance < 0));
        Assert.True(results[^1].Supervised < 0.6 * results[0].Supervised, $"L_s went from {results[0].Supervised} to {results[^1].Supervised}.");
        Assert.Equal(15, learner.Steps);
    }

    [Fact]
    public void The_teacher_follows_the_student_by_its_decay()
    {
        const string Name = "classifier.3.weight";
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);
        var (table, step) = (TinyRun.Table(Settings), new TrainingStep(learner));
        torch.Tensor student = learner.Student.get_parameter(Name)!, teacher = learner.Teacher.get_parameter(Name)!;

        for (var t = 0; t < 4; t++)
        {
            var before = teacher.clone();
            step.Run(batch, table, new StepPosition(0, t, 0));

            var decay = TeacherAverage.Decay(t, Settings.TeacherDecay);
            Assert.True(torch.allclose(before * decay + student * (1 - decay), teacher, rtol: 1e-5, atol: 1e-7));
            Assert.False(before.Equals(teacher));
        }

        Assert.All(learner.Teacher.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void Without_unlabelled_images_a_step_learns_from_labels_and_contrast()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings, unlabelled: 0);

        var result = Assert.Single(TinyRun.Steps(learner, batch, TinyRun.Table(Settings), 1));

        Assert.Null(result.Skipped);
        Assert.Equal((0, 0), (result.Unsupervised, result.Coverage));
        Assert.True(result.Contrastive > 0);
    }

    [Fact]
    public void A_supervised_run_leaves_pseudo_labels_contrast_and_prototypes_alone()
    {
        var settings = Settings with { UnsupervisedWeight = 0, ContrastWeight = 0, Variance = VarianceSettings.Paper };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);
        var (table, head) = (TinyRun.Table(settings), TinyRun.Tensors(learner, "probability_head"));

        var results = TinyRun.Steps(learner, batch, table, 2);

        Assert.All(results, result => Assert.Equal(result.Supervised, result.Total, 1e-6));
        Assert.All(table.Own, Assert.Null);
        Assert.Equal(head, TinyRun.Tensors(learner, "probability_head"));
    }

    [Fact]
    public void Without_pseudo_labels_the_teacher_still_gathers_statistics()
    {
        const string Name = "skip.1.num_batches_tracked";
        var settings = Settings with { UnsupervisedWeight = 0, ContrastWeight = 0, Variance = VarianceSettings.Paper };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);

        TinyRun.Steps(learner, batch, TinyRun.Table(settings), 3);

        Assert.Equal(3, learner.Teacher.get_buffer(Name)!.item<long>());
    }

    [Fact]
    public void Deterministic_representations_have_variance_1_and_leave_the_probability_head_alone()
    {
        var settings = TinyRun.Published with { Representation = RepresentationKind.Deterministic };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);
        var (table, head) = (TinyRun.Table(settings), TinyRun.Tensors(learner, "probability_head"));

        var results = TinyRun.Steps(learner, batch, table, 2);

        Assert.All(results, result => Assert.True(result.Skipped is null && result.Contrastive > 0));
        Assert.All(table.Own, sums => Assert.All(sums!.Precision, precision => Assert.Equal(sums.Count, precision, 1e-9)));
        Assert.Equal(head, TinyRun.Tensors(learner, "probability_head"));
    }

    [Fact]
    public void During_the_burn_in_there_are_no_pseudo_labels()
    {
        var settings = Settings with { SelfTraining = Settings.SelfTraining with { UnsupervisedBegin = 2 } };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);

        var results = TinyRun.Steps(learner, batch, TinyRun.Table(settings), 4);

        Assert.Equal([false, false, true, true], results.Select(result => result.Unsupervised > 0));
    }

    [Fact]
    public void Labelled_prototypes_are_sums_of_the_teachers_view_of_labelled_pixels_alone()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);
        var table = TinyRun.Table(Settings);
        using (torch.no_grad())
        {
            learner.Student.get_parameter("mean_head.3.weight")!.zero_();
        }

        TinyRun.Steps(learner, batch, table, 1);

        // As many as the labelled images have pixels on the grid; the student's means, all the same, are in none.
        var labelled = PixelRepresentations.OnGrid(batch.Labelled.Labels, 17, 17).ge(0).sum().item<long>();
        Assert.Equal(labelled, table.Own.Sum(sums => sums?.Count ?? 0));
        Assert.All(table.Own, sums => Assert.True(sums!.BetweenVariance().Sum() > 0));
    }

    [Fact]
    public void Every_variance_is_above_its_floor_and_learns_from_labels_without_moving_the_features()
    {
        var settings = Settings with { ContrastWeight = 0, UnsupervisedWeight = 0, Variance = new() { VarianceFloor = 0.2 } };
        using var learner = TinyRun.Learner(settings);
        using var twin = TinyRun.Learner(settings with { Variance = settings.Variance with { VarianceWeight = 0 } });
        using var batch = TinyRun.Batch(settings);
        var head = TinyRun.Tensors(learner, "probability_head.w2");

        var result = TinyRun.Steps(learner, batch, TinyRun.Table(settings), 2)[^1];
        TinyRun.Steps(twin, batch, TinyRun.Table(settings), 2);

        Assert.NotEqual(0, result.Variance);
        Assert.NotEqual(head, TinyRun.Tensors(learner, "probability_head.w2"));
        Assert.Equal(TinyRun.Tensors(twin, "student.skip"), TinyRun.Tensors(learner, "student.skip"));
        Assert.True(learner.ProbabilityHead.call(torch.randn(1, 64, 9, 9)).min().item<float>() > 0.2f);
    }

    [Fact]
    public void Batch_prototypes_forget_earlier_steps()
    {
        PositiveRecorder global = new(), batchOnly = new();
        foreach (var (scope, kernel) in new[] { (PrototypeScope.Global, global), (PrototypeScope.Batch, batchOnly) })
        {
            var settings = TinyRun.Published with { Prototypes = PrototypeSettings.Paper with { PrototypeScope = scope } };
            using var learner = TinyRun.Learner(settings);
            using var batch = TinyRun.Batch(settings);
            var (table, step) = (TinyRun.Table(settings), new TrainingStep(learner, kernel));
            for (var i = 0; i < 3; i++)
            {
                Assert.Null(step.Run(batch, table, new StepPosition(0, i, 0)).Skipped);
            }

            Assert.All(table.Own, sums => Assert.True(sums!.Count > 0));
        }

        // The posterior of what was seen in three steps is narrower than that of the last step alone.
        Assert.True(global.Variances[^1] < 0.6 * batchOnly.Variances[^1]);
    }

    [Fact]
    public void Unit_means_enter_prototypes_at_length_1_and_raw_ones_as_they_are()
    {
        var longest = new Dictionary<PrototypeMeans, double>();
        foreach (var means in Enum.GetValues<PrototypeMeans>())
        {
            var settings = TinyRun.Published with { Prototypes = PrototypeSettings.Paper with { PrototypeMeans = means } };
            using var learner = TinyRun.Learner(settings);
            using (torch.no_grad())
            {
                learner.Student.get_parameter("mean_head.3.weight")!.mul_(10);
            }

            using var batch = TinyRun.Batch(settings);
            var table = TinyRun.Table(settings);
            Assert.Null(TinyRun.Steps(learner, batch, table, 1)[0].Skipped);
            longest[means] = table.Own.Max(sums => sums!.SecondMoment.Zip(sums.Precision, (q, lambda) => q / lambda).Max());
        }

        Assert.InRange(longest[PrototypeMeans.Unit], 0, 1);
        Assert.True(longest[PrototypeMeans.Raw] > 2);
    }

    [Fact]
    public void The_paper_s_network_makes_a_step()
    {
        var settings = TrainingSettings.For(Profile.Paper) with { Backbone = Backbone.ResNet18, CropHeight = TinyRun.Side, CropWidth = TinyRun.Side, Anchors = 16, Negatives = 16 };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);

        var result = Assert.Single(TinyRun.Steps(learner, batch, TinyRun.Table(settings), 1));

        Assert.Null(result.Skipped);
        Assert.True(double.IsFinite(result.Total) && result.Contrastive > 0);
    }

    [Fact]
    public void A_teacher_at_native_scale_takes_images_of_different_sizes()
    {
        var settings = Settings with { InferenceHeight = 0, InferenceWidth = 0 };
        using var learner = TinyRun.Learner(settings);
        using var plain = TinyRun.Batch(settings, unlabelled: 0);
        torch.Tensor[] images = [torch.rand(3, 40, 50), torch.rand(3, 65, 65), torch.rand(3, 40, 50), torch.rand(3, 33, 65)];
        var batch = new StepBatch(plain.Labelled, images);

        var result = Assert.Single(TinyRun.Steps(learner, batch, TinyRun.Table(settings), 1));

        Assert.Null(result.Skipped);
        Assert.True(double.IsFinite(result.Unsupervised));
    }

    [Fact]
    public void Without_a_valid_pixel_the_step_is_made_and_the_probability_head_stays()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings, unlabelled: 0);
        using var blank = new StepBatch(new AugmentedBatch(batch.Labelled.Images.clone(), torch.full_like(batch.Labelled.Labels, -1), null), []);
        var (table, step) = (TinyRun.Table(Settings), new TrainingStep(learner));
        step.Run(batch, table, new StepPosition(0, 0, 0));

        // Momentum and weight decay must not move what had no gradient: a resumed learner couldn't know of them.
        var weights = Weights();
        var result = step.Run(blank, table, new StepPosition(0, 1, 0));

        Assert.Null(result.Skipped);
        Assert.Equal((0, 0, 0), (result.Total, result.Contrastive, result.RefusedSums));
        Assert.Equal(weights, Weights());

        Dictionary<string, byte[]> Weights() => TinyRun.Tensors(learner, "probability_head").Where(t => !t.Key.Contains("running", StringComparison.Ordinal) && !t.Key.Contains("num_batches", StringComparison.Ordinal)).ToDictionary();
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(100, 4)]
    public void A_class_not_seen_for_long_is_stale_once_forgetting_has_taken_its_evidence(double halfLife, int evident)
    {
        var settings = TinyRun.Published with { Prototypes = PrototypeSettings.Paper with { HalfLife = halfLife }, UnsupervisedWeight = 0 };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);
        batch.Labelled.Labels.masked_fill_(batch.Labelled.Labels.eq(4), -1);
        var (table, kernel) = (TinyRun.Table(settings), new PositiveRecorder());
        double[] ones = [.. Enumerable.Repeat(1.0, settings.RepresentationWidth)];
        table.Pull(4, new PrototypeSums(ones, ones, ones, count: 50, clock: 0));

        new TrainingStep(learner, kernel).Run(batch, table, new StepPosition(0, 0, Clock: 100_000));

        // Virtual negatives come from every other class with evidence.
        Assert.All(kernel.VirtualNegatives, count => Assert.Equal((evident - 1) * settings.VirtualNegatives, count));
    }

    [Fact]
    public void The_learning_rates_follow_the_schedule()
    {
        var settings = Settings with { Schedule = Schedule.Polynomial, TotalSteps = 2, SchedulePower = 1, UnsupervisedWeight = 0, ContrastWeight = 0 };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);

        var rates = TinyRun.Steps(learner, batch, TinyRun.Table(settings), 2).Select(result => result.LearningRate).ToArray();
        var weight = learner.Student.get_parameter("classifier.3.weight")!.clone();
        TinyRun.Steps(learner, batch, TinyRun.Table(settings), 1);

        Assert.Equal([settings.LearningRate, settings.LearningRate / 2], rates);
        Assert.Equal(0, learner.LearningRate);
        Assert.True(weight.Equals(learner.Student.get_parameter("classifier.3.weight")!));
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);
        var table = TinyRun.Table(Settings);
        TinyRun.Steps(learner, batch, table, 2);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        TinyRun.Steps(learner, batch, table, 2);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private sealed class PositiveRecorder : IContrastKernel
    {
        public List<float> Variances { get; } = [];

        public List<long> VirtualNegatives { get; } = [];

        public torch.Tensor Loss(ContrastQuery query)
        {
            Variances.Add(query.PositiveVariance.mean().item<float>());
            VirtualNegatives.Add(query.VirtualMeans.shape[0]);
            return new ChunkedContrastKernel().Loss(query);
        }
    }
}
