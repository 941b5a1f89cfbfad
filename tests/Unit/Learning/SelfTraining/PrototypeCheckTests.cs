using Prcl.Learning.Prototypes;
using Prcl.Learning.SelfTraining;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.SelfTraining;

public sealed class PrototypeCheckTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_pixel_belongs_to_the_class_whose_prototype_has_the_nearest_direction_whatever_the_lengths()
    {
        // Class 1 has no evidence; class 2's prototype is short.
        PrototypeSums?[] prototypes = [Sums(10, 0), null, Sums(0, 0.1)];
        var means = torch.tensor(new[] { 1f, 0.1f, 5f, 0.2f, /**/ 0.2f, 3f, 0.1f, 0.3f }, 1, 2, 1, 4);

        var nearest = new PrototypeCheck(prototypes, torch.CPU).Nearest(means, 1, 4);

        Assert.Equal([0L, 2, 0, 2], nearest.data<long>().ToArray());
    }

    [Fact]
    public void The_answer_has_the_size_that_is_asked_for()
    {
        var check = new PrototypeCheck([Sums(1, 0), Sums(0, 1)], torch.CPU);

        Assert.Equal([2L, 33, 65], check.Nearest(torch.randn(2, 2, 9, 17), 33, 65).shape);
    }

    [Fact]
    public void Without_evidence_nothing_agrees()
    {
        var nearest = new PrototypeCheck([null, null], torch.CPU).Nearest(torch.randn(1, 2, 3, 3), 5, 5);

        Assert.True(nearest.eq(-1).all().item<bool>());
    }

    private static PrototypeSums Sums(double x, double y) => new([1, 1], [x, y], [1, 1], 1, 0);
}
