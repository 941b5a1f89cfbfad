using Prcl.Learning.Augmentation;
using Prcl.Learning.Frames;
using Prcl.Learning.Networks;
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
    public void During_the_burn_in_there_are_no_pseudo_labels()
    {
        var settings = Settings with { SelfTraining = Settings.SelfTraining with { UnsupervisedBegin = 2 } };
        using var learner = TinyRun.Learner(settings);
        using var batch = TinyRun.Batch(settings);

        var results = TinyRun.Steps(learner, batch, TinyRun.Table(settings), 4);

        Assert.Equal([false, false, true, true], results.Select(result => result.Unsupervised > 0));
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
        var settings = Settings with { Frames = FrameSettings.Paper };
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
}
