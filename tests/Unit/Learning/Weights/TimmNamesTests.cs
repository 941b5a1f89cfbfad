using Prcl.Learning.Networks;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Weights;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Weights;

public sealed class TimmNamesTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    public void A_MobileNetV2_of_timms_fills_the_backbone(string wrapper)
    {
        using var backbone = BackboneNetwork.Create(Backbone.MobileNetV2, outputStride: 16);
        // Both go from the first layer to the last, each with its parameters and buffers in one order.
        var names = LayersOfMobileNetV2().SelectMany(Tensors).OrderBy(IsBuffer).ToList();
        var state = backbone.state_dict().OrderBy(pair => IsBuffer(pair.Key)).ToList();
        var stored = names.Zip(state, (name, pair) => (name, Value: torch.rand_like(pair.Value.to(torch.ScalarType.Float32))))
            .Concat(from name in new[] { "conv_head.weight", "bn2.bias", "classifier.bias" } select (name, Value: torch.ones(1)))
            .ToDictionary(pair => wrapper + pair.name, pair => pair.Value);
        using (var stream = File.Create(_path))
        {
            SafetensorsWriter.Write(stream, stored);
        }

        var report = PretrainedWeights.Load(backbone, _path);

        Assert.Equal(state.Count(pair => !IsCount(pair.Key)), report.Matched);
        Assert.Equal([$"{wrapper}bn2.bias", $"{wrapper}classifier.bias", $"{wrapper}conv_head.weight"], report.Unused);
        Assert.All(
            names.Zip(state).Where(pair => !IsCount(pair.First)),
            pair => Assert.True(pair.Second.Value.equal(stored[wrapper + pair.First]).all().item<bool>(), pair.First));
    }

    [Fact]
    public void The_last_convolution_and_the_classifier_have_counterparts_too()
    {
        var timm = LayersOfMobileNetV2().Concat(["conv_head", "bn2"]).SelectMany(Tensors).Append("classifier.weight").ToList();

        var torchvision = TimmNames.ToTorchvision(timm).ToList();

        Assert.Equal(timm.Count, torchvision.Distinct().Count());
        Assert.Equal(["features.18.0.weight", "features.18.1.weight"], torchvision.Where(name => name.StartsWith("features.18.", StringComparison.Ordinal)).Take(2));
        Assert.Equal("classifier.1.weight", torchvision[^1]);
        Assert.DoesNotContain(torchvision, name => name.Contains("block", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_without_counterpart_stay()
    {
        string[] names = ["conv_stem.weight", "blocks.0.0.conv_dw.weight", "blocks.0.0.se.conv_reduce.weight", "blocks.1.0.skip.weight", "head.norm.weight", "bias"];

        Assert.Equal(["features.0.0.weight", "features.1.conv.0.0.weight", .. names[2..]], TimmNames.ToTorchvision(names));
    }

    private static bool IsBuffer(string name) => IsCount(name) || name.Contains(".running_", StringComparison.Ordinal);

    private static bool IsCount(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    // As timm's module list has them.
    private static IEnumerable<string> LayersOfMobileNetV2()
    {
        IEnumerable<string> layers = ["conv_stem", "bn1", "blocks.0.0.conv_dw", "blocks.0.0.bn1", "blocks.0.0.conv_pw", "blocks.0.0.bn2"];
        int[] counts = [2, 3, 4, 3, 3, 1];
        return layers.Concat(
            from stage in Enumerable.Range(0, counts.Length)
            from block in Enumerable.Range(0, counts[stage])
            from layer in new[] { "conv_pw", "bn1", "conv_dw", "bn2", "conv_pwl", "bn3" }
            select $"blocks.{stage + 1}.{block}.{layer}");
    }

    private static string[] Tensors(string layer) => layer.Contains("bn", StringComparison.Ordinal)
        ? [.. from part in new[] { "weight", "bias", "running_mean", "running_var", "num_batches_tracked" } select $"{layer}.{part}"]
        : [$"{layer}.weight"];
}
