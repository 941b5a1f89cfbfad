using Prcl.Learning.Augmentation;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class SampleTests
{
    [Fact]
    public void A_tensor_of_the_wrong_type_or_shape_is_refused_by_name()
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.zeros(3, 4, 5);
        var label = torch.zeros(4, 5, dtype: torch.int64);

        var grey = Assert.Throws<ArgumentException>(() => new Sample(torch.zeros(1, 4, 5), label));
        Assert.Equal("image", grey.ParamName);
        Assert.Contains("[1, 4, 5]", grey.Message, StringComparison.Ordinal);
        Assert.Equal("image", Assert.Throws<ArgumentException>(() => new Sample(torch.zeros(3, 0, 5), label)).ParamName);
        Assert.Equal("image", Assert.Throws<ArgumentException>(() => new Sample(torch.zeros(3, 4, 5, dtype: torch.float64), label)).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentException>(() => new Sample(image, torch.zeros(5, 4, dtype: torch.int64))).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentException>(() => new Sample(image, torch.zeros(4, 5))).ParamName);
        Assert.Equal("confidence", Assert.Throws<ArgumentException>(() => new Sample(image, label, torch.zeros(4, 4))).ParamName);
    }

    [Fact]
    public void A_copy_shares_nothing_with_its_original()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(4, 5, seed: 1);

        var copy = sample.Copy();
        Scenes.AssertSame(sample, copy);
        copy.Image.zero_();
        copy.Label.zero_();
        copy.Confidence!.zero_();

        Scenes.AssertSame(Scenes.Noise(4, 5, seed: 1), sample);
    }
}
