using Prcl.Grains.Rounds;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Long;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Learning.Training;
using Xunit;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>Two real trainers, their reports averaged after each round.</summary>
public sealed class TwoTrainersTests
{
    private const int Rounds = 3, Steps = 4;
    private static readonly TrainingSettings Settings = TinyRun.Settings with { ContrastWeight = 0 };

    [LongFact]
    public async Task Two_trainers_on_identical_batches_and_seeds_reproduce_one()
    {
        using var alone = TinyRun.Learner(Settings);
        using Learner a = TinyRun.Learner(Settings), b = TinyRun.Learner(Settings);
        var book = new ReportBook(new MemoryBlobStore());
        var from = new PublishedVersion("none", null);
        for (var round = 0; round < Rounds; round++)
        {
            Train(alone, 2 * round);
            Train(a, 2 * round);
            Train(b, 2 * round);
            var (next, model) = await book.Make(round + 1, from, await book.Write(1, LearnerState.Capture(a), 16, round), await book.Write(2, LearnerState.Capture(b), 16, round));
            using (model)
            {
                LearnerState.Restore(a, model);
                LearnerState.Restore(b, model);
            }

            from = next;
        }

        Assert.Equal(TinyRun.Bytes(alone), TinyRun.Bytes(a));
        Assert.Equal(TinyRun.Bytes(alone), TinyRun.Bytes(b));
    }

    [Fact]
    public async Task Two_trainers_on_batches_of_their_own_equal_a_hand_computation()
    {
        using Learner a = TinyRun.Learner(Settings), b = TinyRun.Learner(Settings);
        var book = new ReportBook(new MemoryBlobStore());
        Train(a, 1);
        Train(b, 2);
        using NamedTensors stateA = LearnerState.Capture(a), stateB = LearnerState.Capture(b);

        var (_, model) = await book.Make(1, new PublishedVersion("none", null), await book.Write(1, LearnerState.Capture(a), 24), await book.Write(2, LearnerState.Capture(b), 8));
        using var disposed = model;

        Assert.Equal(stateA.Names, model.Names);
        var moved = 0;
        foreach (var name in model.Names.Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
        {
            float[] mine = Floats(stateA, name), theirs = Floats(stateB, name), average = Floats(model, name);
            for (var i = 0; i < mine.Length; i++)
            {
                Assert.Equal((float)(mine[i] * 0.75 + theirs[i] * 0.25), average[i]);
                moved += mine[i] == theirs[i] ? 0 : 1;
            }
        }

        Assert.True(moved > 1000, "the trainers learned different things");
    }

    private static float[] Floats(NamedTensors state, string name) => state[name].data<float>().ToArray();

    private static void Train(Learner learner, int batch)
    {
        using var loaded = TinyRun.Loader(Settings).Load(
            new Prcl.Learning.Batches.BatchPlan<int>([2 * batch, 2 * batch + 1], [100 + 2 * batch, 101 + 2 * batch], []), new StepPosition(batch, 0, 0));
        TinyRun.Steps(learner, loaded, new PrototypeTable(TinyRun.Classes, 0), Steps);
    }
}
