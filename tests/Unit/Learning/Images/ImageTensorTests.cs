using Prcl.Images.Files;
using Prcl.Learning.Images;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Images;

public sealed class ImageTensorTests
{
    [Fact]
    public void An_image_becomes_planes_of_values_over_255()
    {
        var image = TestImages.Gradient(7, 5);

        using var tensor = ImageTensor.FromImage(image);

        Assert.Equal([3, 5, 7], tensor.shape);
        Assert.Equal(torch.float32, tensor.dtype);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            Assert.Equal(image.Pixels[i] / 255f, tensor[i % 3, i / 3 / 7, i / 3 % 7].item<float>());
        }
    }

    [Fact]
    public void Labels_become_int64_with_ignore_as_minus_one()
    {
        using var tensor = ImageTensor.FromLabels(new LabelMap(3, 2, [0, 255, 10, 1, 300, 255]), ignore: 255);

        Assert.Equal([2, 3], tensor.shape);
        Assert.Equal([0, -1, 10, 1, 300, -1], tensor.data<long>().ToArray());
    }
}
