using Prcl.Learning.Scalars;
using Prcl.Learning.Training;
using Prcl.Unit.Grains.Rounds;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

/// <summary>Reads are counted for the whole process: alone.</summary>
[Collection(AloneTests.Name)]
public sealed class StepReadsTests
{
    [Fact]
    public void A_step_with_everything_on_reads_four_times_from_the_device()
    {
        using var scope = torch.NewDisposeScope();
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(TinyRun.Settings);
        var (table, step) = (TinyRun.Table(TinyRun.Settings), new TrainingStep(learner));
        step.Run(batch, table, new StepPosition(0, 0, 0));
        var before = HostReads.Count;

        var result = step.Run(batch, table, new StepPosition(0, 1, 0));

        Assert.True(result.Contrastive > 0 && result.Unsupervised > 0);
        Assert.Equal(4, HostReads.Count - before);
    }
}
