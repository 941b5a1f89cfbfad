using Prcl.Learning.Contrast;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Long;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class SkippedStepTests : IDisposable
{
    private static readonly TrainingSettings Settings = TinyRun.Settings;
    private static readonly string[] Parts = ["student", "teacher", "probability_head", "momentum"];
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [LongTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Input_that_is_not_finite_skips_the_step_and_changes_nothing(bool labelled)
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);
        using var spoilt = TinyRun.Spoilt(batch, labelled);
        var (table, step) = (TinyRun.Table(Settings), new TrainingStep(learner));
        step.Run(batch, table, new StepPosition(0, 0, 0));
        var evidence = table.Own.Select(sums => sums?.Count ?? 0).Sum();
        Dictionary<string, byte[]>[] before = [.. Parts.Select(part => TinyRun.Tensors(learner, part))];

        var result = step.Run(spoilt, table, new StepPosition(0, 1, 0));

        Assert.StartsWith("the loss is NaN", result.Skipped, StringComparison.Ordinal);
        Assert.Equal(before, Parts.Select(part => TinyRun.Tensors(learner, part)));
        Assert.True(result.RefusedSums > 0);
        Assert.Equal(evidence, table.Own.Select(sums => sums?.Count ?? 0).Sum());
        Assert.Equal(2, learner.Steps);
        Assert.Null(step.Run(batch, table, new StepPosition(0, 2, 0)).Skipped);
    }

    [LongFact]
    public void A_gradient_that_is_not_finite_skips_the_step_and_changes_nothing()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);
        var table = TinyRun.Table(Settings);
        TinyRun.Steps(learner, batch, table, 1);
        Dictionary<string, byte[]>[] before = [.. Parts.Select(part => TinyRun.Tensors(learner, part))];

        var result = new TrainingStep(learner, new InfiniteSlope()).Run(batch, table, new StepPosition(0, 1, 0));

        Assert.Equal("a gradient isn't finite", result.Skipped);
        Assert.True(double.IsFinite(result.Total));
        Assert.Equal(before, Parts.Select(part => TinyRun.Tensors(learner, part)));
    }

    /// <summary>A finite loss whose gradient isn't.</summary>
    private sealed class InfiniteSlope : IContrastKernel
    {
        public torch.Tensor Loss(ContrastQuery query) => query.AnchorMeans.mul(0).sum().sqrt();
    }
}
