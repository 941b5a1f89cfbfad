using Prcl.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class LearnerTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_learner_and_another_seed_another_one()
    {
        using var learner = TinyRun.Learner();
        using var twin = TinyRun.Learner();
        using var other = TinyRun.Learner(TinyRun.Settings with { Seed = 1 });

        Assert.Equal(TinyRun.Bytes(learner), TinyRun.Bytes(twin));
        Assert.NotEqual(TinyRun.Bytes(learner), TinyRun.Bytes(other));
    }

    [Fact]
    public void Teacher_and_student_start_equal_and_only_the_student_learns()
    {
        using var learner = TinyRun.Learner();

        Assert.Equal(TinyRun.Tensors(learner, "student").Values, TinyRun.Tensors(learner, "teacher").Values);
        Assert.All(learner.Student.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.All(learner.Teacher.parameters(), parameter => Assert.False(parameter.requires_grad));
        Assert.True(learner.Teacher.training && learner.Student.training);
    }

    [Fact]
    public void At_a_backbone_rate_of_0_only_what_stands_on_the_backbone_learns()
    {
        using var learner = TinyRun.Learner(TinyRun.Settings with { BackboneRate = 0 });
        using var batch = TinyRun.Batch(TinyRun.Settings);
        var (backbone, classifier) = (Parameters("student.backbone."), Parameters("student.classifier."));

        TinyRun.Steps(learner, batch, TinyRun.Table(TinyRun.Settings), 1);

        Assert.Equal(backbone, Parameters("student.backbone."));
        Assert.NotEqual(classifier, Parameters("student.classifier."));

        Dictionary<string, byte[]> Parameters(string prefix) =>
            TinyRun.Tensors(learner, prefix).Where(t => LearnerState.IsParameter(t.Key)).ToDictionary();
    }
}
