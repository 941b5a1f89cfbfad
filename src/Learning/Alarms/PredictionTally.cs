using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Alarms;

/// <summary>Counts what a step's predictions on the stream look like, from what the step computes anyway.</summary>
/// <param name="classes">K.</param>
/// <param name="threshold">δ_u, the confidence from which a pseudo-label passes.</param>
public sealed class PredictionTally(int classes, double threshold)
{
    private readonly long[] _predicted = new long[classes];
    private double _entropySum;
    private long _entropyPixels;
    private long _passing;

    /// <summary>Counts images of one size.</summary>
    /// <param name="logits">The teacher's, on its grid, [B, K, h, w].</param>
    /// <param name="label">The classes that it predicts, int64, [B, H, W], on the CPU.</param>
    /// <param name="confidence">Their probability, 0 where what is checked doesn't agree, [B, H, W], on the CPU.</param>
    public void Add(Tensor logits, Tensor label, Tensor confidence)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var logs = logits.log_softmax(1);
        _entropySum -= HostReads.Of<double>(logs.exp().mul(logs).sum().to(ScalarType.Float64))[0] / Math.Log(classes);
        _entropyPixels += logits.shape[0] * logits.shape[2] * logits.shape[3];
        _passing += OnCpu(confidence.ge(Held.Number(threshold)).sum());
        Count(label, _predicted);
    }

    /// <summary>The signs; null while nothing was predicted, and where what was isn't finite.</summary>
    /// <param name="labels">The labelled images' classes, −1 ignored, int64, on the CPU.</param>
    public PredictionSigns? Signs(Tensor labels)
    {
        if (_entropyPixels == 0 || !double.IsFinite(_entropySum))
        {
            return null;
        }

        var labelled = new long[classes];
        using var scope = NewDisposeScope();
        Count(labels.masked_select(labels.ge(Held.Number(0L))), labelled);
        return new PredictionSigns(_predicted, labelled, _entropySum, _entropyPixels, _passing);
    }

    private static long OnCpu(Tensor count) => count.item<long>();

    private static void Count(Tensor label, long[] into)
    {
        var counts = bincount(label.flatten(), minlength: into.Length).data<long>();
        for (var k = 0; k < into.Length; k++)
        {
            into[k] += counts[k];
        }
    }
}
