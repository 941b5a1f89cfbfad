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
    public void The_best_variance_of_a_pixel_is_its_squared_distance_to_the_prototype_of_its_class()
    {
        var means = torch.tensor(new[] { 3f, 4f, 0f, 0f, 0f, 1f, 0f, 0f }, 2, 4);
        PrototypeSums?[] prototypes = [null, new([1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4], [1, 1, 1, 1], 1, 0)];
        var distances = (MutualLikelihood.Scale(means)[1] - MutualLikelihood.Scale(torch.tensor(new[] { 0.1f, 0.2f, 0.3f, 0.4f }))).pow(2);
        var variances = torch.stack([torch.ones(4), distances]).requires_grad_(true);

        // The first pixel's class has no evidence.
        VarianceLoss.Of(new PixelRepresentations(means, variances, torch.tensor(new[] { 0L, 1L }), torch.ones(2)), prototypes)!.backward();

        Assert.InRange(variances.grad!.abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Without_a_pixel_whose_class_has_evidence_there_is_no_loss()
    {
        var pixels = new PixelRepresentations(torch.ones(1, 2), torch.ones(1, 2), torch.tensor(new[] { 1L }), torch.ones(1));

        Assert.Null(VarianceLoss.Of(pixels, [null, null]));
        Assert.Null(VarianceLoss.Of(pixels, [new([1, 1], [1, 1], [1, 1], 1, 0), null]));
    }
}
