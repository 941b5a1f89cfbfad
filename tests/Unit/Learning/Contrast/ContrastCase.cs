using Prcl.Learning.Contrast;
using Prcl.Unit.Golden;
using TorchSharp;

namespace Prcl.Unit.Learning.Contrast;

/// <summary>
/// Inputs of one class's contrast, anchors and positive <em>before</em> normalisation, with the textbook result: float64,
/// one broadcast of every pair, gradients by autograd.
/// </summary>
internal sealed record ContrastCase(
    torch.Tensor AnchorMeans,
    torch.Tensor AnchorVariances,
    torch.Tensor PositiveMean,
    torch.Tensor PositiveVariance,
    torch.Tensor PixelMeans,
    torch.Tensor PixelVariances,
    torch.Tensor NegativeIndices,
    torch.Tensor VirtualMeans,
    double Temperature)
{
    /// <summary>Made-up inputs: variances from <paramref name="leastVariance"/> to 1, evenly in their logarithm.</summary>
    public static ContrastCase Draw(torch.Generator generator, int anchors, int negatives, bool shared, int virtuals, int width, double leastVariance, double temperature)
    {
        const int Pixels = 50;
        return new ContrastCase(
            Normal(anchors),
            Variances(anchors),
            Normal(1)[0],
            Variances(1)[0],
            Normal(Pixels),
            Variances(Pixels),
            torch.randint(0, Pixels, [shared ? 1 : anchors, negatives], torch.int64, generator: generator),
            Normal(virtuals),
            temperature);

        torch.Tensor Normal(long rows) => torch.randn([rows, width], torch.float64, generator: generator);

        torch.Tensor Variances(long rows) => (torch.rand([rows, width], torch.float64, generator: generator) * Math.Log(leastVariance)).exp();
    }

    /// <summary>A golden file's inputs; its negatives become pixels of their own.</summary>
    public static ContrastCase Golden(GoldenFile golden)
    {
        var negatives = golden.Tensor("negative_mean");  // [Q, N, D]
        var (anchors, count, width) = (negatives.shape[0], negatives.shape[1], negatives.shape[2]);
        return new ContrastCase(
            golden.Tensor("anchor_mean"),
            golden.Tensor("anchor_variance"),
            golden.Tensor("positive_mean"),
            golden.Tensor("positive_variance"),
            negatives.view(-1, width),
            golden.Tensor("negative_variance").view(-1, width),
            torch.arange(anchors * count, torch.int64).view(anchors, count),
            golden.Tensor("virtual_mean"),
            golden.Scalar("temperature"));
    }

    /// <summary>What a kernel gives: loss and gradients with respect to the anchors' raw means and variances.</summary>
    public (torch.Tensor Loss, torch.Tensor MeanGradient, torch.Tensor VarianceGradient) Run(IContrastKernel kernel, torch.ScalarType type)
    {
        var means = AnchorMeans.to_type(type, copy: true).requires_grad_(true);
        var variances = AnchorVariances.to_type(type, copy: true).requires_grad_(true);
        var loss = kernel.Loss(Query(means, variances, type));
        loss.backward();
        return (loss.detach(), means.grad!, variances.grad!);
    }

    /// <summary>The inputs as a kernel takes them.</summary>
    public ContrastQuery Query(torch.Tensor means, torch.Tensor variances, torch.ScalarType type) => new(
        Unit(means),
        variances,
        Unit(PositiveMean).to(type),
        PositiveVariance.to(type),
        Unit(PixelMeans).to(type),
        PixelVariances.to(type),
        NegativeIndices,
        Unit(VirtualMeans).to(type),
        Temperature);

    /// <summary>The textbook: logits [Q, 1 + N + M], their loss and its gradients, in float64.</summary>
    public (torch.Tensor Logits, torch.Tensor Loss, torch.Tensor MeanGradient, torch.Tensor VarianceGradient) Textbook()
    {
        var means = AnchorMeans.clone().requires_grad_(true);
        var variances = AnchorVariances.clone().requires_grad_(true);
        var anchors = means.shape[0];
        var indices = NegativeIndices.expand(anchors, NegativeIndices.shape[1]);
        var others = torch.cat(
            [
                Unit(PositiveMean).expand(anchors, 1, -1),
                Unit(PixelMeans)[indices],
                Unit(VirtualMeans).unsqueeze(0).expand(anchors, -1, -1),
            ],
            1);  // [Q, 1 + N + M, D]
        var otherVariances = torch.cat(
            [
                PositiveVariance.expand(anchors, 1, -1),
                PixelVariances[indices],
                torch.zeros_like(VirtualMeans).unsqueeze(0).expand(anchors, -1, -1),
            ],
            1);  // [Q, 1 + N + M, D]
        var sum = variances.unsqueeze(1) + otherVariances;
        var logits = ((Unit(means).unsqueeze(1) - others).pow(2) / sum + sum.log()).mean([2L]) * (-0.5 / Temperature);
        var loss = -logits.log_softmax(1)[torch.TensorIndex.Colon, 0].mean();
        loss.backward();
        return (logits.detach(), loss.detach(), means.grad!, variances.grad!);
    }

    private static torch.Tensor Unit(torch.Tensor means) => means / means.pow(2).sum([-1L], keepdim: true).sqrt();
}
