using Prcl.Learning.Losses;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Variances;
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

        var loss = VarianceLoss.OfDistance(MutualLikelihood.Scale(means), variances, MutualLikelihood.Scale(golden.Tensor("prototype_mean")), golden.Tensor("prototype_variance"));
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

        VarianceLoss.Of(new PixelRepresentations(means, variances, torch.zeros(2, torch.int64), torch.ones(2)), prototypes, VarianceTarget.Distance, 0.1)!.backward();

        Assert.InRange(variances.grad!.abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Taught_the_class_a_variance_grows_where_another_prototype_is_nearer_and_shrinks_where_none_is()
    {
        var prototypes = MutualLikelihood.Scale(torch.eye(4)[..3]);
        var means = MutualLikelihood.Scale(torch.tensor(new[] { 1f, 0.2f, 0f, 0f, /**/ 0.2f, 1f, 0f, 0f }, 2, 4)).requires_grad_(true);
        var variances = torch.full(2, 4, 0.5f).requires_grad_(true);

        // Both are of class 0; the second lies at class 1's prototype.
        VarianceLoss.OfClass(means, variances, torch.zeros(2, torch.int64), prototypes, torch.tensor(0.5f), 0.1).backward();

        Assert.True(variances.grad![0].sum().item<float>() > 0);
        Assert.True(variances.grad![1].sum().item<float>() < 0);
        Assert.Null(means.grad);
    }

    [Fact]
    public void Taught_the_class_the_loss_is_the_cross_entropy_of_the_scaled_scores()
    {
        using var generator = new torch.Generator(6);
        var (means, prototypes) = (MutualLikelihood.Scale(torch.randn([5, 4], generator: generator)), MutualLikelihood.Scale(torch.randn([3, 4], generator: generator)));
        var variances = (torch.rand([5, 4], generator: generator) * 0.8f) + 0.1f;
        var labels = torch.tensor(new[] { 0L, 1, 2, 1, 0 });
        var scores = MutualLikelihood.Score(means.unsqueeze(1), variances.unsqueeze(1), prototypes.unsqueeze(0), torch.full(1, 3, 4, 0.4f)) / 0.1f;

        Near.Equal(torch.nn.functional.cross_entropy(scores, labels), VarianceLoss.OfClass(means, variances, labels, prototypes, torch.tensor(0.4f), 0.1), 1e-5);
    }

    [Fact]
    public void Without_a_pixel_whose_class_has_evidence_there_is_no_loss()
    {
        var pixels = new PixelRepresentations(torch.ones(1, 2), torch.ones(1, 2), torch.tensor(new[] { 1L }), torch.ones(1));

        Assert.Null(VarianceLoss.Of(pixels, [null, null], VarianceTarget.Class, 0.1));
        Assert.Null(VarianceLoss.Of(pixels, [new([1, 1], [1, 1], [1, 1], 1, 0), null], VarianceTarget.Class, 0.1));
    }
}
