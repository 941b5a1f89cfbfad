using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// An image network without its classifier. Names and shapes of its parameters and buffers are those of torchvision, so a public
/// ImageNet checkpoint loads unchanged. Its weights are torch's defaults until <see cref="SegmentationNetwork"/> fills them.
/// </summary>
public abstract class BackboneNetwork : nn.Module<Tensor, BackboneFeatures>
{
    private protected BackboneNetwork(string name, int lowLevelWidth, int highLevelWidth)
        : base(name) => (LowLevelWidth, HighLevelWidth) = (lowLevelWidth, highLevelWidth);

    /// <summary>Channels of the map at stride 4.</summary>
    public int LowLevelWidth { get; }

    /// <summary>Channels of the last map.</summary>
    public int HighLevelWidth { get; }

    /// <summary>Builds a backbone.</summary>
    /// <param name="backbone">Which one.</param>
    /// <param name="outputStride">Stride of its last map, 16 or 8: later strides become dilations.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="backbone"/> is not a member of <see cref="Backbone"/>.</exception>
    public static BackboneNetwork Create(Backbone backbone, int outputStride) => backbone switch
    {
        Backbone.MobileNetV2 => new MobileNetV2(outputStride),
        Backbone.ResNet18 => new ResNet(ResidualBlock.Basic, [2, 2, 2, 2], outputStride),
        Backbone.ResNet34 => new ResNet(ResidualBlock.Basic, [3, 4, 6, 3], outputStride),
        Backbone.ResNet50 => new ResNet(ResidualBlock.Bottleneck, [3, 4, 6, 3], outputStride),
        Backbone.ResNet101 => new ResNet(ResidualBlock.Bottleneck, [3, 4, 23, 3], outputStride),
        _ => throw new ArgumentOutOfRangeException(nameof(backbone), backbone, "Not a member of Backbone."),
    };
}
