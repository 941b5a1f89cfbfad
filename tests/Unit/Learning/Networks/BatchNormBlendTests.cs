using Prcl.Learning.Networks;
using Prcl.Learning.Training;
using Prcl.Unit.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class BatchNormBlendTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly Learner _learner = TinyRun.Learner();
    private readonly torch.Tensor[] _batches;

    public BatchNormBlendTests()
    {
        using var generator = new torch.Generator(5);
        _batches = [torch.rand([2, 3, 65, 65], generator: generator), torch.rand([3, 3, 65, 65], generator: generator).mul(2)];
    }

    private SegmentationNetwork Network => _learner.Teacher;

    public void Dispose()
    {
        _learner.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void The_first_layer_gets_the_moments_of_the_mixture(double share)
    {
        var norm = Network.modules().OfType<BatchNorm>().First();
        using (torch.no_grad())
        {
            norm.Mean.fill_(0.3);
            norm.Variance.fill_(2);
        }

        // What the layer sees, channel by channel, in plain loops.
        using var noGradient = torch.no_grad();
        var convolution = Network.modules().OfType<Convolution>().First();
        var seen = _batches.Select(batch => convolution.call(batch)).ToArray();
        var moments = Enumerable.Range(0, (int)seen[0].shape[1]).Select(channel => Moments(seen, channel)).ToArray();

        using var blend = BatchNormBlend.Measure(Network, _batches);
        blend.Apply(share);

        var (means, variances) = (Near.Doubles(norm.Mean), Near.Doubles(norm.Variance));
        for (var channel = 0; channel < moments.Length; channel++)
        {
            var (mean, variance) = moments[channel];
            var between = 0.3 - mean;
            Assert.Equal((1 - share) * 0.3 + share * mean, means[channel], 1e-5);
            Assert.Equal((1 - share) * 2 + share * variance + share * (1 - share) * between * between, variances[channel], 1e-4);
        }
    }

    [Fact]
    public void Afterwards_the_network_is_what_it_was()
    {
        Network.eval();
        var before = Network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        using (var blend = BatchNormBlend.Measure(Network, _batches))
        {
            Assert.All(before, entry => Assert.True(torch.allclose(entry.Value, Network.state_dict()[entry.Key]), entry.Key));
            blend.Apply(0.5);
            Assert.Contains(before, entry => !entry.Value.Equals(Network.state_dict()[entry.Key]));
        }

        Assert.False(Network.training);
        Assert.All(before, entry => Assert.True(entry.Value.Equals(Network.state_dict()[entry.Key]), entry.Key));
    }

    [Fact]
    public void A_domain_without_batches_or_with_a_single_image_is_refused_and_changes_nothing()
    {
        var before = Network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        Assert.Throws<ArgumentException>(() => BatchNormBlend.Measure(Network, []));
        Assert.Throws<ArgumentException>(() => BatchNormBlend.Measure(Network, [_batches[0], _batches[0].narrow(0, 0, 1)]));

        Assert.All(before, entry => Assert.True(entry.Value.Equals(Network.state_dict()[entry.Key]), entry.Key));
    }

    // Mean over batches of the batch's mean, and of its unbiased variance and squared mean, less the square of the first.
    private static (double Mean, double Variance) Moments(torch.Tensor[] batches, int channel)
    {
        double sum = 0, square = 0;
        foreach (var batch in batches)
        {
            var values = Near.Doubles(batch.select(1, channel).contiguous());
            double mean = 0, variance = 0;
            foreach (var value in values)
            {
                mean += value / values.Length;
            }

            foreach (var value in values)
            {
                variance += (value - mean) * (value - mean) / (values.Length - 1);
            }

            sum += mean;
            square += variance + mean * mean;
        }

        sum /= batches.Length;
        return (sum, square / batches.Length - sum * sum);
    }
}
