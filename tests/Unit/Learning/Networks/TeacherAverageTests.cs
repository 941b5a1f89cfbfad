using System.Globalization;
using Prcl.Learning.Networks;
using Prcl.Learning.Randomness;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class TeacherAverageTests
{
    private static readonly NetworkOptions Options = NetworkOptions.Cpu(5) with { HeadWidth = 8, RepresentationWidth = 4 };

    [Fact]
    public void Decay_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("schedules");
        var alpha = golden.Scalar("teacher_decay", "alpha");

        Assert.All(
            golden["teacher_decay", "at"].EnumerateObject(),
            at => Assert.Equal(at.Value.GetDouble(), TeacherAverage.Decay(long.Parse(at.Name, CultureInfo.InvariantCulture), alpha), 1e-12));
    }

    [Fact]
    public void After_the_first_step_the_teacher_s_parameters_are_the_student_s()
    {
        using var scope = torch.NewDisposeScope();
        using var teacher = new SegmentationNetwork(Options, RandomKey.FromSeed(1));
        using var student = new SegmentationNetwork(Options, RandomKey.FromSeed(2));

        TeacherAverage.Update(Flat(teacher), Flat(student), step: 0);

        Assert.All(
            student.named_parameters(),
            parameter => Assert.True(parameter.parameter.Equals(teacher.get_parameter(parameter.name)!), parameter.name));
    }

    [Fact]
    public void Later_the_teacher_moves_in_place_by_what_decay_leaves_and_keeps_its_buffers()
    {
        using var scope = torch.NewDisposeScope();
        using var teacher = new SegmentationNetwork(Options, RandomKey.FromSeed(1));
        using var student = new SegmentationNetwork(Options, RandomKey.FromSeed(2));
        student.get_buffer("skip.1.running_mean")!.fill_(5);
        var weight = teacher.get_parameter("classifier.3.weight")!;
        var expected = (weight * 0.75) + (student.get_parameter("classifier.3.weight")! * 0.25);

        TeacherAverage.Update(Flat(teacher), Flat(student), step: 3);

        Assert.True(torch.allclose(expected, weight));
        Assert.True(weight.requires_grad);
        Assert.True(teacher.get_buffer("skip.1.running_mean")!.eq(0).all().item<bool>());
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(3, 0.25)]
    [InlineData(1000, 0.01)]
    public void Running_statistics_follow_the_teacher_s_batches_at_the_pace_of_its_weights(long step, double share)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var torchs = new SegmentationNetwork(Options, RandomKey.FromSeed(1));
        using var teacher = new SegmentationNetwork(Options, RandomKey.FromSeed(1));
        var image = torch.rand(2, 3, 33, 33);

        torchs.Logits(image);
        TeacherAverage.SetStatisticsPace(teacher, step);
        teacher.Logits(image);

        var batch = torchs.get_buffer("skip.1.running_mean")! / 0.1;  // From 0 with torch's share.
        Assert.True(torch.allclose(batch * share, teacher.get_buffer("skip.1.running_mean")!, rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void Networks_of_different_shape_are_refused_untouched()
    {
        using var scope = torch.NewDisposeScope();
        using var teacher = new SegmentationNetwork(Options, RandomKey.FromSeed(1));
        using var student = new SegmentationNetwork(Options with { Classes = 6 }, RandomKey.FromSeed(2));
        var before = teacher.get_parameter("skip.0.weight")!.clone();

        Assert.Throws<ArgumentException>(() => TeacherAverage.Update(Flat(teacher), Flat(student), step: 0));
        Assert.True(before.Equals(teacher.get_parameter("skip.0.weight")!));
    }

    private static FlatTensors Flat(SegmentationNetwork network) => new(network.named_parameters().Select(p => (p.name, (torch.Tensor)p.parameter)));
}
