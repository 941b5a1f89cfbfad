using Prcl.Learning.Contrast;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Contrast;

public sealed class ChunkedContrastKernelTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(8);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData("contrastive_loss_tau0.5", torch.ScalarType.Float32, 1e-5)]
    [InlineData("contrastive_loss_tau0.5", torch.ScalarType.Float64, 1e-9)]
    [InlineData("contrastive_loss_tau100", torch.ScalarType.Float32, 1e-5)]
    [InlineData("contrastive_loss_tau100", torch.ScalarType.Float64, 1e-9)]
    [InlineData("contrastive_loss_tiny_variance", torch.ScalarType.Float32, 1e-5)]
    [InlineData("contrastive_loss_tiny_variance", torch.ScalarType.Float64, 1e-9)]
    public void Logits_loss_and_gradients_meet_the_golden_vector(string name, torch.ScalarType type, double tolerance)
    {
        var golden = GoldenFile.Open(name);
        var given = ContrastCase.Golden(golden);

        var logits = ChunkedContrastKernel.Logits(given.Query(given.AnchorMeans.to(type), given.AnchorVariances.to(type), type));
        var (loss, meanGradient, varianceGradient) = given.Run(new ChunkedContrastKernel(), type);

        Near.Equal(golden.Tensor("logits"), logits, tolerance);
        Near.Equal(golden.Tensor("loss"), loss, tolerance);
        Near.Equal(golden.Tensor("anchor_mean_grad"), meanGradient, tolerance);
        Near.Equal(golden.Tensor("anchor_variance_grad"), varianceGradient, tolerance);
    }

    [Fact]
    public void The_textbook_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("contrastive_loss_tiny_variance");

        var (logits, loss, meanGradient, varianceGradient) = ContrastCase.Golden(golden).Textbook();

        Near.Equal(golden.Tensor("logits"), logits, 1e-10);
        Near.Equal(golden.Tensor("loss"), loss, 1e-10);
        Near.Equal(golden.Tensor("anchor_mean_grad"), meanGradient, 1e-9);
        Near.Equal(golden.Tensor("anchor_variance_grad"), varianceGradient, 1e-9);
    }

    [Theory]
    [InlineData(20, 9, false, 12, 1e-2, 0.5)]
    [InlineData(20, 9, true, 12, 1e-2, 0.5)]
    [InlineData(20, 9, false, 12, 1e-6, 100)]
    [InlineData(20, 9, true, 12, 1e-6, 0.5)]
    [InlineData(7, 0, false, 5, 1e-3, 1)]
    [InlineData(7, 0, true, 5, 1e-3, 1)]
    [InlineData(7, 5, false, 0, 1e-3, 1)]
    [InlineData(7, 0, false, 0, 1e-3, 1)]
    [InlineData(1, 1, true, 1, 1e-3, 1)]
    public void Loss_and_gradients_are_the_textbook_s(int anchors, int negatives, bool shared, int virtuals, double leastVariance, double temperature)
    {
        var given = ContrastCase.Draw(_generator, anchors, negatives, shared, virtuals, width: 16, leastVariance, temperature);
        var (_, loss, meanGradient, varianceGradient) = given.Textbook();

        foreach (var (type, tolerance) in new[] { (torch.float64, 1e-10), (torch.float32, 2e-5) })
        {
            var actual = given.Run(new ChunkedContrastKernel(chunk: 6), type);

            Near.Equal(loss, actual.Loss, tolerance);
            Near.Equal(meanGradient, actual.MeanGradient, tolerance);
            Near.Equal(varianceGradient, actual.VarianceGradient, tolerance);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_chunk_size_changes_nothing(bool shared)
    {
        var given = ContrastCase.Draw(_generator, 10, 4, shared, 3, width: 8, 1e-3, 0.5);
        var whole = given.Run(new ChunkedContrastKernel(chunk: 10), torch.float64);

        foreach (var chunk in new[] { 1, 3, 5, 9, 1000 })
        {
            var chunked = given.Run(new ChunkedContrastKernel(chunk), torch.float64);

            Near.Equal(whole.Loss, chunked.Loss, 1e-14);
            Near.Equal(whole.MeanGradient, chunked.MeanGradient, 1e-13);
            Near.Equal(whole.VarianceGradient, chunked.VarianceGradient, 1e-13);
        }
    }

    [Fact]
    public void With_nothing_to_be_held_against_the_loss_is_zero()
    {
        var given = ContrastCase.Draw(_generator, 3, 0, true, 0, width: 8, 1e-3, 0.5);

        var (loss, meanGradient, _) = given.Run(new ChunkedContrastKernel(), torch.float32);

        Assert.Equal(0, loss.item<float>());
        Assert.True(meanGradient.eq(0).all().item<bool>());
    }
}
