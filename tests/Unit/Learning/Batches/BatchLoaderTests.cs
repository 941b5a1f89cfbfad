using Prcl.Learning.Batches;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Unit.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Batches;

public sealed class BatchLoaderTests
{
    private static readonly BatchPlan<int> Plan = new([1, 2, 3], [10, 11], [12]);

    [Fact]
    public void A_batch_has_the_plan_s_images_and_outlives_the_caller_s_scope()
    {
        StepBatch batch;
        using (torch.NewDisposeScope())
        {
            batch = TinyRun.Loader(TinyRun.Settings).Load(Plan, default);
        }

        using (batch)
        {
            Assert.Equal([3, 3, TinyRun.Side, TinyRun.Side], batch.Labelled.Images.shape);
            Assert.Equal([3, TinyRun.Side, TinyRun.Side], batch.Labelled.Labels.shape);
            Assert.All(batch.Unlabelled, image => Assert.Equal([3, TinyRun.Side, TinyRun.Side], image.shape));
            Assert.Equal((3, 6), (batch.Unlabelled.Count, batch.Images));
            Assert.Equal(-1, batch.Labelled.Labels.min().item<long>());
            Assert.InRange(batch.Labelled.Labels.max().item<long>(), 0, TinyRun.Classes - 1);
        }

        Assert.True(batch.Labelled.Images.IsInvalid && batch.Unlabelled.All(image => image.IsInvalid));
    }

    [Fact]
    public void A_batch_is_a_function_of_plan_position_and_seed()
    {
        using var scope = torch.NewDisposeScope();
        using var first = Load(TinyRun.Settings, new StepPosition(2, 1, 0));
        using var again = Load(TinyRun.Settings, new StepPosition(2, 1, 77));
        using var later = Load(TinyRun.Settings, new StepPosition(2, 2, 0));
        using var other = Load(TinyRun.Settings with { Seed = 1 }, new StepPosition(2, 1, 0));

        Assert.True(first.Labelled.Images.Equals(again.Labelled.Images) && first.Labelled.Labels.Equals(again.Labelled.Labels));
        Assert.False(first.Labelled.Images.Equals(later.Labelled.Images));
        Assert.False(first.Labelled.Images.Equals(other.Labelled.Images));
    }

    private static StepBatch Load(TrainingSettings settings, StepPosition at) => TinyRun.Loader(settings).Load(Plan, at);
}
