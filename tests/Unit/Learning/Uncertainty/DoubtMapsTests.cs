using Prcl.Learning.Prototypes;
using Prcl.Learning.Uncertainty;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Uncertainty;

public sealed class DoubtMapsTests : IDisposable
{
    private const int Classes = 3, Width = 4;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    // The prototypes of classes 0 and 1 point along the axes; class 2 has no evidence.
    private readonly DoubtMaps _maps = new([Sums(0), Sums(1), null], torch.CPU);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(Doubt.Confidence, 0.4)]
    [InlineData(Doubt.Entropy, 0.81735)]
    [InlineData(Doubt.Variance, 0.3)]
    [InlineData(Doubt.Distance, 0)]
    [InlineData(Doubt.Prototypes, 4.5398e-5)]
    [InlineData(Doubt.Both, 0.20002)]
    public void A_doubt_is_what_its_formula_says(Doubt doubt, double expected)
    {
        // Probabilities (0.6, 0.1, 0.3), a representation that is class 0's prototype: cosines 1 and 0.
        var map = _maps.Of(doubt, Probabilities(0.6f, 0.1f, 0.3f), Means(5, 0), torch.full(2, 3, 0.3f));

        Assert.Equal([2L, 3], map.shape);
        Assert.All(map.data<float>().ToArray(), value => Assert.Equal(expected, value, 1e-4));
    }

    [Fact]
    public void Where_classifier_and_prototypes_disagree_the_doubt_is_larger()
    {
        var probabilities = Probabilities(0.9f, 0.05f, 0.05f);

        var (agree, disagree) = (Mean(_maps.Of(Doubt.Both, probabilities, Means(1, 0), null)), Mean(_maps.Of(Doubt.Both, probabilities, Means(0, 1), null)));

        Assert.Equal(0.05, agree, 1e-3);
        Assert.Equal(0.55, disagree, 1e-3);
    }

    [Theory]
    [InlineData(Doubt.Both)]
    [InlineData(Doubt.Prototypes)]
    [InlineData(Doubt.Distance)]
    public void Without_prototypes_it_is_the_classifiers_doubt(Doubt doubt)
    {
        var map = new DoubtMaps([null, null, null], torch.CPU).Of(doubt, Probabilities(0.7f, 0.2f, 0.1f), Means(1, 0), null);

        Assert.Equal(0.3, Mean(map), 1e-6);
    }

    [Fact]
    public void A_class_without_evidence_is_in_doubt_for_the_prototypes() =>
        Assert.Equal(1, Mean(_maps.Of(Doubt.Prototypes, Probabilities(0.1f, 0.1f, 0.8f), Means(1, 0), null)), 1e-6);

    private static double Mean(torch.Tensor map) => map.mean().item<float>();

    private static torch.Tensor Probabilities(params float[] shares) => torch.tensor(shares).view(Classes, 1, 1).expand(Classes, 2, 3).clone();

    private static torch.Tensor Means(float x, float y) => torch.tensor(new[] { x, y, 0f, 0f }).view(1, Width, 1, 1).expand(1, Width, 2, 2).clone();

    private static PrototypeSums Sums(int axis)
    {
        var information = new double[Width];
        information[axis] = 2;
        return new([1, 1, 1, 1], information, [4, 4, 4, 4], 1, 0);
    }
}
