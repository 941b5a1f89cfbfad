using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using Prcl.Unit.Learning.Prototypes;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class LearnerStateTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Everything_of_a_trained_learner_comes_back()
    {
        using var trained = TinyRun.Learner();
        using var batch = TinyRun.Batch(TinyRun.Settings);
        TinyRun.Steps(trained, batch, TinyRun.Table(TinyRun.Settings), 3);
        using var state = LearnerState.Capture(trained);
        using var fresh = TinyRun.Learner(TinyRun.Settings with { Seed = 9 });

        LearnerState.Restore(fresh, state);

        Assert.Equal(3, fresh.Steps);
        Assert.Equal(trained.Normalisation, fresh.Normalisation);
        Assert.Equal(TinyRun.Bytes(trained), TinyRun.Bytes(fresh));
        Assert.Equal(
            trained.Student.named_parameters().Count() + trained.ProbabilityHead.named_parameters().Count(),
            state.Names.Count(name => name.StartsWith("momentum.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Momentum_that_a_state_lacks_is_forgotten()
    {
        using var untouched = TinyRun.Learner();
        using var state = LearnerState.Capture(untouched);
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(TinyRun.Settings);
        TinyRun.Steps(learner, batch, TinyRun.Table(TinyRun.Settings), 2);

        LearnerState.Restore(learner, state);

        Assert.Equal(TinyRun.Bytes(untouched), TinyRun.Bytes(learner));
        Assert.DoesNotContain(state.Names, name => name.StartsWith("momentum.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_captured_state_does_not_change_with_the_learner()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(TinyRun.Settings);
        using var state = LearnerState.Capture(learner);
        var before = state["student.classifier.3.weight"].bytes.ToArray();

        TinyRun.Steps(learner, batch, TinyRun.Table(TinyRun.Settings), 1);

        Assert.Equal(before, state["student.classifier.3.weight"].bytes.ToArray());
    }

    [Fact]
    public void Another_network_s_state_or_one_without_its_step_is_refused()
    {
        using var learner = TinyRun.Learner();
        using var wider = TinyRun.Learner(TinyRun.Settings with { RepresentationWidth = 9 });
        using var state = LearnerState.Capture(wider);
        using var partial = new NamedTensors();
        partial.Add("student", learner.Student);
        partial.Add("teacher", learner.Teacher);
        partial.Add("probability_head", learner.ProbabilityHead);

        Assert.Throws<CheckpointException>(() => LearnerState.Restore(learner, state));
        Assert.Contains("'steps'", Assert.Throws<CheckpointException>(() => LearnerState.Restore(learner, partial)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prototypes_come_back_with_pulled_and_own_sums_apart()
    {
        var random = RandomKey.FromSeed(1).ToRandom();
        PrototypeTable table = new(4, 100), restored = new(4, 100);
        table.Pull(0, RandomSums.Draw(random, 5, 70));
        table.Pull(2, RandomSums.Draw(random, 5, 12_345_678_901));
        table.Add([RandomSums.Draw(random, 5, 90), RandomSums.Draw(random, 5, 90), null, null]);
        restored.Pull(3, RandomSums.Draw(random, 5, 0));
        restored.Add([null, null, null, RandomSums.Draw(random, 5, 0)]);
        using var state = new NamedTensors();
        PrototypeTableState.Add(state, table);
        using var stream = new MemoryStream();
        state.Save(stream);

        using var loaded = NamedTensors.Load(stream.ToArray());
        PrototypeTableState.Restore(loaded, restored);

        Assert.All(Enumerable.Range(0, 4), k =>
        {
            AssertSameBits(table.Pulled[k], restored.Pulled[k]);
            AssertSameBits(table.Own[k], restored.Own[k]);
            AssertSameBits(table[k], restored[k]);
        });
        Assert.Null(restored[3]);
    }

    [Fact]
    public void Input_normalisation_is_part_of_the_state()
    {
        using var learner = TinyRun.Learner();
        learner.Normalisation = new InputNormalisation([0.5f, 0.1f, 1 / 3f], [1e-3f, 0.5f, 2f]);
        using var state = LearnerState.Capture(learner);
        using var fresh = TinyRun.Learner();

        LearnerState.Restore(fresh, state);

        Assert.Equal(learner.Normalisation, fresh.Normalisation);
    }

    private static void AssertSameBits(PrototypeSums? expected, PrototypeSums? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null)
        {
            Assert.Equal(expected.Precision, actual!.Precision);
            Assert.Equal(expected.Information, actual.Information);
            Assert.Equal(expected.SecondMoment, actual.SecondMoment);
            Assert.Equal((expected.Count, expected.Clock), (actual.Count, actual.Clock));
        }
    }
}
