using System.Buffers.Binary;
using System.Text.Json;
using Prcl.Learning.Networks;
using Prcl.Learning.Randomness;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class BackboneNetworkTests
{
    [Theory]
    [InlineData(Backbone.MobileNetV2, 1_811_712)]
    [InlineData(Backbone.ResNet18, 11_176_512)]
    [InlineData(Backbone.ResNet34, 21_284_672)]
    [InlineData(Backbone.ResNet50, 23_508_032)]
    [InlineData(Backbone.ResNet101, 42_500_160)]
    public void Parameter_counts_are_those_of_the_public_checkpoints_without_classifier(Backbone backbone, long expected)
    {
        using var scope = torch.NewDisposeScope();
        using var network = BackboneNetwork.Create(backbone, 16);

        Assert.Equal(expected, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(Backbone.MobileNetV2)]
    [InlineData(Backbone.ResNet18)]
    [InlineData(Backbone.ResNet50)]
    public void Every_second_pixel_at_stride_8_is_what_stride_16_computes(Backbone backbone)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var coarse = BackboneNetwork.Create(backbone, 16);
        using var fine = BackboneNetwork.Create(backbone, 8);
        WeightInitialisation.Fill(coarse, RandomKey.FromSeed(3), WeightInitialisation.Fan.Out);
        fine.load_state_dict(coarse.state_dict());
        coarse.eval();
        fine.eval();
        var image = torch.randn([1, 3, 70, 65], generator: new torch.Generator(3));

        var expected = coarse.call(image);
        var dense = fine.call(image);

        Assert.Equal([1, fine.HighLevelWidth, 9, 9], dense.HighLevel.shape);
        Assert.Equal([1, coarse.HighLevelWidth, 5, 5], expected.HighLevel.shape);
        Assert.Equal([1, coarse.LowLevelWidth, 18, 17], expected.LowLevel.shape);
        var every = dense.HighLevel[torch.TensorIndex.Ellipsis, torch.TensorIndex.Slice(step: 2), torch.TensorIndex.Slice(step: 2)];
        var largest = expected.HighLevel.abs().max().item<float>();
        Assert.InRange((expected.HighLevel - every).abs().max().item<float>(), 0, 1e-4 * largest);
        Assert.True(largest > 0);
        Assert.True(torch.allclose(expected.LowLevel, dense.LowLevel));
    }

    [Theory]
    [InlineData(Backbone.ResNet18, "layer1.0.conv1.weight", new long[] { 64, 64, 3, 3 })]
    [InlineData(Backbone.ResNet18, "layer2.0.downsample.0.weight", new long[] { 128, 64, 1, 1 })]
    [InlineData(Backbone.ResNet18, "layer4.1.bn2.running_var", new long[] { 512 })]
    [InlineData(Backbone.ResNet34, "layer3.5.conv2.weight", new long[] { 256, 256, 3, 3 })]
    [InlineData(Backbone.ResNet50, "conv1.weight", new long[] { 64, 3, 7, 7 })]
    [InlineData(Backbone.ResNet50, "bn1.num_batches_tracked", new long[0])]
    [InlineData(Backbone.ResNet50, "layer1.0.downsample.0.weight", new long[] { 256, 64, 1, 1 })]
    [InlineData(Backbone.ResNet50, "layer1.0.downsample.1.running_mean", new long[] { 256 })]
    [InlineData(Backbone.ResNet50, "layer4.2.conv3.weight", new long[] { 2048, 512, 1, 1 })]
    [InlineData(Backbone.ResNet50, "layer4.2.bn3.bias", new long[] { 2048 })]
    [InlineData(Backbone.MobileNetV2, "features.0.0.weight", new long[] { 32, 3, 3, 3 })]
    [InlineData(Backbone.MobileNetV2, "features.1.conv.0.0.weight", new long[] { 32, 1, 3, 3 })]
    [InlineData(Backbone.MobileNetV2, "features.1.conv.1.weight", new long[] { 16, 32, 1, 1 })]
    [InlineData(Backbone.MobileNetV2, "features.17.conv.3.weight", new long[] { 320 })]
    public void Names_and_shapes_are_torchvision_s(Backbone backbone, string name, long[] shape)
    {
        using var scope = torch.NewDisposeScope();
        using var network = BackboneNetwork.Create(backbone, 16);

        Assert.Equal(shape, network.state_dict()[name].shape);
    }

    [Fact]
    public void ResNet_has_exactly_the_entries_of_the_public_checkpoint()
    {
        using var scope = torch.NewDisposeScope();
        using var network = BackboneNetwork.Create(Backbone.ResNet18, 8);

        // 20 convolutions and 20 batch norms of five entries each; torchvision adds fc.weight and fc.bias.
        Assert.Equal(20 + (20 * 5), network.state_dict().Count);
        Assert.DoesNotContain(network.state_dict().Keys, name => name.Contains('_', StringComparison.Ordinal) && !name.Contains(".running_", StringComparison.Ordinal) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
    }

    [Fact]
    public void MobileNetV2_has_every_feature_of_the_public_checkpoint_and_nothing_else()
    {
        var file = Path.Combine(GoldenFile.Folder ?? ".", "..", "weights", "mobilenet_v2.safetensors");
        Assert.SkipUnless(File.Exists(file), "No mobilenet_v2.safetensors in the folder weights beside the golden vectors.");
        using var scope = torch.NewDisposeScope();
        using var network = BackboneNetwork.Create(Backbone.MobileNetV2, 16);

        var expected = ReadHeader(file).Where(entry => entry.Name.StartsWith("features.", StringComparison.Ordinal) && !entry.Name.StartsWith("features.18.", StringComparison.Ordinal));

        Assert.Equal(
            expected.Select(entry => $"{entry.Name} [{string.Join(',', entry.Shape)}]").Order(StringComparer.Ordinal),
            network.state_dict().Select(entry => $"{entry.Key} [{string.Join(',', entry.Value.shape)}]").Order(StringComparer.Ordinal));
    }

    private static (string Name, long[] Shape)[] ReadHeader(string safetensors)
    {
        using var reader = new BinaryReader(File.OpenRead(safetensors));
        var length = BinaryPrimitives.ReadInt64LittleEndian(reader.ReadBytes(8));
        using var header = JsonDocument.Parse(reader.ReadBytes((int)length));
        return
        [
            .. header.RootElement.EnumerateObject()
                .Where(entry => entry.Name != "__metadata__")
                .Select(entry => (entry.Name, entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray())),
        ];
    }
}
