using Prcl.Images.Files;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Networks;
using Prcl.Learning.Scenes;
using Prcl.Unit.Learning.Images;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Frames;

public sealed class WorkingSizeTests
{
    [Theory]
    [InlineData(257, Backbone.MobileNetV2, 240, 180, 257, 193)]
    [InlineData(257, Backbone.MobileNetV2, 1440, 1080, 257, 193)]
    [InlineData(257, Backbone.MobileNetV2, 1080, 1440, 193, 257)]
    [InlineData(257, Backbone.MobileNetV2, 1920, 1080, 257, 129)]
    [InlineData(257, Backbone.MobileNetV2, 100, 100, 257, 257)]
    [InlineData(161, Backbone.MobileNetV2, 240, 176, 161, 129)]
    [InlineData(257, Backbone.ResNet18, 240, 180, 257, 193)]
    [InlineData(257, Backbone.ResNet18, 1920, 1080, 257, 145)]
    [InlineData(300, Backbone.ResNet18, 400, 300, 300, 225)]
    [InlineData(300, Backbone.MobileNetV2, 400, 300, 289, 225)]
    [InlineData(257, Backbone.ResNet18, 4000, 16, 257, 33)]
    [InlineData(257, Backbone.MobileNetV2, 4000, 16, 257, 33)]
    [InlineData(0, Backbone.MobileNetV2, 123, 45, 123, 45)]
    public void The_longer_side_is_as_set_and_the_aspect_is_kept(int setting, Backbone backbone, int width, int height, int columns, int rows) =>
        Assert.Equal((columns, rows), WorkingSize.For(setting, backbone).Of(width, height));

    [Fact]
    public void MobileNetV2_gets_sides_of_32k_plus_1_and_no_side_is_below_33_or_above_the_limit()
    {
        for (var setting = 33; setting <= 600; setting += 7)
        {
            foreach (var backbone in new[] { Backbone.MobileNetV2, Backbone.ResNet18 })
            {
                var size = WorkingSize.For(setting, backbone);
                for (var height = 16; height < 900; height += 61)
                {
                    var (columns, rows) = size.Of(640, height);
                    Assert.True(backbone != Backbone.MobileNetV2 || (columns % 32 == 1 && rows % 32 == 1));
                    Assert.InRange(Math.Min(columns, rows), WorkingSize.LeastSide, int.MaxValue);
                    Assert.Equal(size.Limit, Math.Max(columns, rows));
                }
            }
        }
    }

    [Theory]
    [InlineData(240, 180)]
    [InlineData(320, 180)]
    public void A_camera_of_six_times_the_resolution_gives_the_same_tensor(int width, int height)
    {
        using var scope = torch.NewDisposeScope();
        var size = WorkingSize.For(257, Backbone.MobileNetV2);
        var scene = new StreetScenes(1, width, height).Draw(SceneDomain.Day, 3);
        var large = ImageResizer.ToSize(scene.Image, 6 * width, 6 * height);

        var (seen, again) = (ImageTensor.FromImage(size.Apply(scene.Image)), ImageTensor.FromImage(size.Apply(large)));

        // Enlarging and shrinking is a little low-pass of its own; leaving pixels out instead would differ by ten times as much at grain and edges.
        Assert.Equal(seen.shape, again.shape);
        Assert.InRange((seen - again).abs().mean().item<float>() * 255, 0, 4);
        var (labels, largeLabels) = (size.Apply(scene.Labels), size.Apply(ImageResizer.ToSize(scene.Labels, 6 * width, 6 * height)));
        Assert.InRange(labels.Ids.Zip(largeLabels.Ids).Count(pair => pair.First != pair.Second), 0, labels.Ids.Length / 100);
    }

    [Fact]
    public void Shrinking_counts_every_pixel_so_that_a_fine_pattern_becomes_gray()
    {
        var stripes = new RgbImage(1440, 1080, [.. Enumerable.Range(0, 1440 * 1080 * 3).Select(i => (byte)(i / 3 % 2 == 0 ? 0 : 255))]);

        var seen = WorkingSize.For(257, Backbone.MobileNetV2).Apply(stripes);

        Assert.Equal((257, 193), (seen.Width, seen.Height));
        Assert.All(seen.Pixels, value => Assert.InRange(value, 110, 145));
    }

    [Fact]
    public void Images_and_labels_of_their_own_size_stay_what_they_are()
    {
        var size = WorkingSize.For(0, Backbone.MobileNetV2);
        var (image, labels) = (TestImages.Gradient(50, 40), new LabelMap(50, 40, new ushort[2000]));

        Assert.Same(image, size.Apply(image));
        Assert.Same(labels, size.Apply(labels));
    }
}
