using Prcl.Learning.Losses;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Losses;

public sealed class VarianceLossTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Loss_and_gradient_meet_the_golden_vector_and_no_mean_is_moved()
    {
        var golden = GoldenFile.Open("scaled/positive_pair");
        var means = golden.Tensor("mean").requires_grad_(true);
        var variances = golden.Tensor("variance").requires_grad_(true);

        var loss = VarianceLoss.Of(MutualLikelihood.Scale(means), variances, MutualLikelihood.Scale(golden.Tensor("prototype_mean")), golden.Tensor("prototype_variance"));
        loss.backward();

        Near.Equal(golden.Tensor("loss"), loss, 1e-9);
        Near.Equal(golden.Tensor("variance_grad"), variances.grad!, 1e-9);
        Assert.Null(means.grad);
    }

    [Fact]
    public void The_best_variance_is_what_the_squared_distance_leaves_beside_the_prototypes()
    {
        // Both pixels lie at the same distance in each dimension, half of which is the mean of the variances.
        var means = torch.tensor(new[] { 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f }, 2, 4);
        PrototypeSums?[] prototypes = [new([1, 1, 1, 1], [-1, -1, -1, -1], [1, 1, 1, 1], 1, 0)];
        var variances = torch.full(2, 4, 2f).requires_grad_(true);

        VarianceLoss.Of(new PixelRepresentations(means, variances, torch.zeros(2, torch.int64), torch.ones(2)), prototypes)!.backward();

        Assert.InRange(variances.grad!.abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Without_a_pixel_whose_class_has_evidence_there_is_no_loss()
    {
        var pixels = new PixelRepresentations(torch.ones(1, 2), torch.ones(1, 2), torch.tensor(new[] { 1L }), torch.ones(1));

        Assert.Null(VarianceLoss.Of(pixels, [null, null]));
        Assert.Null(VarianceLoss.Of(pixels, [new([1, 1], [1, 1], [1, 1], 1, 0), null]));
    }
}
