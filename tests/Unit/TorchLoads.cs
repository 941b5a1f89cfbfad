using TorchSharp;
using Xunit;

namespace Prcl.Unit;

public sealed class TorchLoads
{
    [Fact]
    public void Native_torch_loads_on_this_machine()
    {
        using var sum = torch.ones(2, 3).sum();

        Assert.Equal(6f, sum.item<float>());
    }
}
