using Prcl.Learning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class FlatTensorsTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Tensors_keep_shape_values_and_gradient_and_share_the_flat_ones_memory()
    {
        var (weight, bias) = (new Parameter(torch.arange(6, torch.float32).view(2, 3)), torch.full([], 7f));
        using var flat = new FlatTensors([("weight", weight), ("bias", bias)]);

        Assert.Equal([0f, 1, 2, 3, 4, 5, 7], flat.All.data<float>());
        Assert.Equal([2L, 3], weight.shape);
        Assert.Empty(bias.shape);
        Assert.Equal([7f], flat.Range(1, 1).data<float>());
        using (torch.no_grad())
        {
            flat.All.add_(1);
        }

        Assert.Equal([1f, 2, 3, 4, 5, 6], weight.data<float>());
        Assert.Equal(8, bias.item<float>());
        weight.sum().backward();
        Assert.True(weight.is_leaf && weight.grad!.eq(1).all().item<bool>());
    }

    [Fact]
    public void Tensors_outlive_the_flat_one()
    {
        var weight = torch.ones(3);

        new FlatTensors([("weight", weight)]).Dispose();

        Assert.Equal([1f, 1, 1], weight.data<float>());
    }

    [Fact]
    public void Tensors_of_two_types_are_refused_by_name() => Assert.Contains(
        "'count'", Assert.Throws<ArgumentException>(() => new FlatTensors([("mean", torch.ones(2)), ("count", torch.tensor(3L))])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("weight", 3, true)]
    [InlineData("other", 3, false)]
    [InlineData("weight", 2, false)]
    public void Names_and_shapes_tell_whether_two_match(string name, int length, bool matches)
    {
        using var one = new FlatTensors([("weight", torch.ones(3))]);
        using var other = new FlatTensors([(name, torch.ones(length))]);

        Assert.Equal(matches, one.Matches(other));
    }
}
