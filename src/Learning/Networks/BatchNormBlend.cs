using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// Batch-norm statistics of a domain that a network wasn't trained on, blended with its own, without training: with a share a of the
/// domain's, μ = (1−a)μ_L + aμ_d and σ² = (1−a)σ²_L + aσ²_d + a(1−a)(μ_L−μ_d)², the moments of a mixture. Until it is disposed the network
/// works with what <see cref="Apply"/> set last; then it has its own statistics again.
/// </summary>
public sealed class BatchNormBlend : IDisposable
{
    private readonly Layer[] _layers;

    private BatchNormBlend(Layer[] layers) => _layers = layers;

    /// <summary>
    /// Measures the domain's statistics: of all batches together, E[σ²_b + μ²_b] − μ_d² with μ_d = E[μ_b] over batches b. The network's own stay.
    /// </summary>
    /// <param name="network">The network; in its mode again after the call.</param>
    /// <param name="batches">Clean normalised images, each [B, 3, H, W] with B at least 2 (one image has no statistics after image pooling); at least one batch.</param>
    /// <exception cref="ArgumentException">There is no batch, or one has a single image.</exception>
    public static BatchNormBlend Measure(SegmentationNetwork network, IEnumerable<Tensor> batches)
    {
        var layers = network.modules().OfType<BatchNorm>().Select(norm => new Layer(norm)).ToArray();
        var blend = new BatchNormBlend(layers);
        var trains = network.training;
        using var noGradient = no_grad();
        try
        {
            network.train();
            var count = 0;
            foreach (var batch in batches)
            {
                if (batch.shape[0] < 2)
                {
                    throw new ArgumentException($"Batch {count} has one image: image pooling then has one value a channel, which has no variance.", nameof(batches));
                }

                using var pass = NewDisposeScope();
                network.Logits(batch);
                Array.ForEach(layers, layer => layer.Collect());
                count++;
            }

            if (count == 0)
            {
                throw new ArgumentException("A domain's statistics need at least one batch.", nameof(batches));
            }

            Array.ForEach(layers, layer => layer.Finish(count));
            blend.Apply(0);
            return blend;
        }
        catch
        {
            blend.Dispose();
            throw;
        }
        finally
        {
            network.train(trains);
        }
    }

    /// <summary>Sets the network's statistics.</summary>
    /// <param name="share">a, 0 (its own) to 1 (the domain's).</param>
    public void Apply(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        using var noGradient = no_grad();
        using var pass = NewDisposeScope();
        Array.ForEach(_layers, layer => layer.Set(share));
    }

    /// <summary>Gives the network its own statistics back.</summary>
    public void Dispose()
    {
        using var noGradient = no_grad();
        Array.ForEach(_layers, layer => layer.Dispose());
    }

    /// <summary>One layer's statistics: its own, and the domain's in float64.</summary>
    private sealed class Layer : IDisposable
    {
        private readonly BatchNorm _norm;
        private readonly double _momentum;
        private readonly Tensor _ownMean;  // [C]
        private readonly Tensor _ownVariance;  // [C]
        private readonly Tensor _ownBatches;  // []
        private readonly Tensor _mean;  // [C]
        private readonly Tensor _square;  // [C]; the variance once finished

        public Layer(BatchNorm norm)
        {
            (_norm, _momentum) = (norm, norm.Momentum);
            (_ownMean, _ownVariance, _ownBatches) = (Kept(norm.Mean.clone()), Kept(norm.Variance.clone()), Kept(norm.Batches.clone()));
            _mean = Kept(zeros_like(norm.Mean, ScalarType.Float64));
            _square = Kept(zeros_like(norm.Mean, ScalarType.Float64));

            // The running statistics are then those of the last batch.
            norm.Momentum = 1;
        }

        public void Collect()
        {
            var mean = _norm.Mean.to(ScalarType.Float64);
            _mean.PlusInPlace(mean);
            _square.PlusInPlace(_norm.Variance.to(ScalarType.Float64).Plus(mean.mul(mean)));
        }

        public void Finish(int batches)
        {
            using var pass = NewDisposeScope();
            _mean.div_(Held.Number((double)batches));
            _square.div_(Held.Number((double)batches)).sub_(_mean.mul(_mean));
            _norm.Batches.copy_(_ownBatches);
        }

        public void Set(double share)
        {
            var (own, rest) = (Held.Number(1 - share), Held.Number(share));
            var between = _ownMean.sub(_mean);
            _norm.Mean.copy_(_ownMean.mul(own).Plus(_mean.mul(rest)));
            _norm.Variance.copy_(_ownVariance.mul(own).Plus(_square.mul(rest)).Plus(between.mul(between).mul(Held.Number(share * (1 - share)))));
        }

        public void Dispose()
        {
            _norm.Momentum = _momentum;
            _norm.Mean.copy_(_ownMean);
            _norm.Variance.copy_(_ownVariance);
            _norm.Batches.copy_(_ownBatches);
            Array.ForEach([_ownMean, _ownVariance, _ownBatches, _mean, _square], tensor => tensor.Dispose());
        }

        private static Tensor Kept(Tensor value)
        {
            value.DetachFromDisposeScope();
            return value;
        }
    }
}
