using Prcl.Learning.Networks;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class BatchNormTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_computes_and_stores_what_torch_s_own_does(bool affine)
    {
        using var scope = torch.NewDisposeScope();
        using var ours = new BatchNorm(5, affine);
        using var torchs = torch.nn.BatchNorm2d(5, affine: affine);
        using var generator = new torch.Generator(1);
        for (var i = 0; i < 3; i++)
        {
            var input = torch.rand([2, 5, 3, 4], generator: generator);
            Assert.True(torchs.call(input).Equals(ours.call(input)));
        }

        ours.eval();
        torchs.eval();
        var last = torch.rand([2, 5, 3, 4], generator: generator);
        Assert.True(torchs.call(last).Equals(ours.call(last)));

        var (expected, state) = (torchs.state_dict(), ours.state_dict());
        Assert.Equal(expected.Keys.Order(), state.Keys.Order());
        Assert.All(expected, entry => Assert.True(entry.Value.Equals(state[entry.Key]), entry.Key));
    }

    [Fact]
    public void Running_statistics_can_be_used_and_left_alone_while_training()
    {
        using var scope = torch.NewDisposeScope();
        using var norm = new BatchNorm(2);
        var input = torch.rand(1, 2, 1, 1);

        Assert.True(torch.allclose(input, norm.WithRunningStatistics(input), atol: 1e-4));
        Assert.Equal(0, norm.get_buffer("running_mean")!.abs().sum().item<float>());
    }

    [Fact]
    public void Its_buffers_move_with_the_module()
    {
        using var scope = torch.NewDisposeScope();
        using var norm = new BatchNorm(2);
        norm.to(torch.float64);

        Assert.Equal(torch.float64, norm.call(torch.rand(2, 2, 3, 3, torch.float64)).dtype);
    }
}
