using Prcl.Learning.Contrast;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class StepPrototypesTests : IDisposable
{
    private static readonly TrainingSettings Settings = TinyRun.Settings;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

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
