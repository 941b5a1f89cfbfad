using Prcl.Learning.Contrast.Fused;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Contrast.Fused;

public sealed class FusedAgainstTextbookTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(8);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData("contrastive_loss_tau0.5")]
    [InlineData("contrastive_loss_tau100")]
    [InlineData("contrastive_loss_tiny_variance")]
    public void Loss_and_gradients_meet_the_golden_vector(string name)
    {
        var golden = GoldenFile.Open(name);

        var (loss, meanGradient, varianceGradient) = ContrastCase.Golden(golden).Run(new FusedContrastKernel(), torch.float32);

        Near.Equal(golden.Tensor("loss"), loss, 1e-5);
        Near.Equal(golden.Tensor("anchor_mean_grad"), meanGradient, 1e-5);
        Near.Equal(golden.Tensor("anchor_variance_grad"), varianceGradient, 1e-5);
    }

    [Theory]
    [InlineData(20, 9, false, 12, 1e-6, 100)]
    [InlineData(20, 9, true, 12, 1e-6, 0.5)]
    [InlineData(7, 0, false, 5, 1e-3, 1)]
    [InlineData(7, 0, true, 5, 1e-3, 1)]
    [InlineData(7, 5, false, 0, 1e-3, 1)]
    [InlineData(7, 0, false, 0, 1e-3, 1)]
    public void Tiny_variances_and_missing_negatives_give_the_textbook_s_loss_and_gradients(
        int anchors, int negatives, bool shared, int virtuals, double leastVariance, double temperature)
    {
        var given = ContrastCase.Draw(_generator, anchors, negatives, shared, virtuals, width: 16, leastVariance, temperature);
        var (_, loss, meanGradient, varianceGradient) = given.Textbook();

        var actual = given.Run(new FusedContrastKernel(), torch.float32);

        Near.Equal(loss, actual.Loss, 2e-5);
        Near.Equal(meanGradient, actual.MeanGradient, 2e-5);
        Near.Equal(varianceGradient, actual.VarianceGradient, 2e-5);
    }
}
