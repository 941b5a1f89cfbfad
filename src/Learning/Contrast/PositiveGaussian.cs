using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>A prototype as anchors are pulled towards it: normalised mean, variance min(1/Λ, spread²).</summary>
internal sealed class PositiveGaussian(PrototypeSums prototype)
{
    private readonly double[] _mean = prototype.Mean();
    private readonly double[] _variance = prototype.PositiveVariance();

    /// <summary>MLS with another prototype.</summary>
    public double ScoreWith(PositiveGaussian other) => MutualLikelihood.Score(_mean, _variance, other._mean, other._variance);

    /// <summary>Cosine of the means.</summary>
    public double CosineWith(PositiveGaussian other)
    {
        var dot = 0.0;
        for (var d = 0; d < _mean.Length; d++)
        {
            dot += _mean[d] * other._mean[d];
        }

        return dot / (MutualLikelihood.Norm(_mean) * MutualLikelihood.Norm(other._mean));
    }

    /// <summary>Normalised mean, float32, [D].</summary>
    public Tensor MeanTensor(Device device)
    {
        var norm = MutualLikelihood.Norm(_mean);
        return tensor(Array.ConvertAll(_mean, x => (float)(x / norm)), device: device);
    }

    /// <summary>Variance, float32, [D].</summary>
    public Tensor VarianceTensor(Device device) => tensor(Array.ConvertAll(_variance, x => (float)x), device: device);
}
