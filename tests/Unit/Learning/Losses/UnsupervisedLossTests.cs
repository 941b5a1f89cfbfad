using Prcl.Learning.Losses;
using Prcl.Learning.SelfTraining;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Losses;

public sealed class UnsupervisedLossTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1e-5)]
    [InlineData(torch.ScalarType.Float64, 1e-7)] // ω_b is a float32
    public void Loss_and_gradient_meet_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        var golden = GoldenFile.Open("unsupervised_loss");
        var logits = golden.Tensor("logits", type).requires_grad_(true);

        var label = golden.Tensor("pseudo_label", torch.int64);
        var loss = UnsupervisedLoss.Of(logits, label, UnsupervisedLoss.Weights(label, golden.Tensor("confidence", type), golden.Scalar("threshold"), PseudoLabelWeighting.Image));
        loss.backward();

        Near.Equal(golden.Tensor("loss"), loss, tolerance);
        Near.Equal(golden.Tensor("logits_grad"), logits.grad!, tolerance);
    }

    [Fact]
    public void An_image_weighs_as_much_as_its_share_of_confident_pixels()
    {
        var label = torch.tensor(new long[] { 0, 1, 2, -1, /**/ 0, 0, 0, 0, /**/ -1, -1, -1, -1 }, 3, 2, 2);
        var confidence = torch.tensor(new[] { 0.99f, 0.5f, 0.98f, 1f, /**/ 0.97f, 0.97f, 0.97f, 0.97f, /**/ 1f, 1f, 1f, 1f }, 3, 2, 2);

        var weights = UnsupervisedLoss.Weights(label, confidence, 0.96, PseudoLabelWeighting.Image);

        // 3 confident pixels of 3 labelled ones: the first image's last pixel has lost its label, not its confidence.
        Near.Equal([1, 1, 0], Near.Doubles(weights), 1e-6);
    }

    [Fact]
    public void A_pixel_counts_by_its_own_confidence_where_it_has_a_label()
    {
        var label = torch.tensor(new long[] { 0, 1, 2, -1 }, 1, 2, 2);
        var confidence = torch.tensor(new[] { 0.99f, 0.5f, 0.98f, 1f }, 1, 2, 2);

        var weights = UnsupervisedLoss.Weights(label, confidence, 0.96, PseudoLabelWeighting.Pixel);

        Near.Equal([1, 0, 1, 0], Near.Doubles(weights), 1e-6);
    }

    [Theory]
    [InlineData(PseudoLabelWeighting.Pixel)]
    [InlineData(PseudoLabelWeighting.Image)]
    public void Without_a_pseudo_label_loss_and_gradient_are_zero_not_NaN(PseudoLabelWeighting weighting)
    {
        var logits = torch.randn(1, 3, 4, 5, requires_grad: true);
        var label = torch.full([1, 4, 5], -1, torch.int64);

        var loss = UnsupervisedLoss.Of(logits, label, UnsupervisedLoss.Weights(label, torch.zeros(1, 4, 5), 0.97, weighting));
        loss.backward();

        Assert.Equal(0, loss.item<float>());
        Assert.True(logits.grad!.eq(0).all().item<bool>());
    }
}
