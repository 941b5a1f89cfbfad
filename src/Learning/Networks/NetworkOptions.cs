namespace Prcl.Learning.Networks;

/// <summary>The shape of a <see cref="SegmentationNetwork"/> and its <see cref="ProbabilityHead"/>; the defaults are the paper's (<c>docs/method.md</c>, section 1).</summary>
public sealed record NetworkOptions
{
    /// <summary>Channels of the low-level skip.</summary>
    public const int SkipWidth = 48;

    /// <summary>The network below ASPP. Default ResNet-101.</summary>
    public Backbone Backbone { get; init; } = Backbone.ResNet101;

    /// <summary>Pixels of the image per pixel of the backbone's last map: 16 or 8. Default 16.</summary>
    public int OutputStride { get; init; } = 16;

    /// <summary>Classes K, at least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>Width D of a representation, at least 1. Default 256.</summary>
    public int RepresentationWidth { get; init; } = 256;

    /// <summary>Channels of each ASPP branch and of the hidden layer of every head, at least 1. Default 256.</summary>
    public int HeadWidth { get; init; } = 256;

    /// <summary>Whether the 3×3 convolutions of ASPP and heads are a depthwise 3×3 followed by a pointwise one. Default false.</summary>
    public bool SeparableHeads { get; init; }

    /// <summary>Dilations of ASPP's 3×3 convolutions, one branch each, in pixels of the backbone's last map; at least one, each at least 1. Default 6, 12, 18.</summary>
    public int[] AsppRates { get; init; } = [6, 12, 18];

    /// <summary>What the convolutions compute in; the probability head's stay float32. Default float32.</summary>
    public Precision Precision { get; init; }

    /// <summary>Least σ² that the probability head gives, in [0, 1). Default 0.</summary>
    public double VarianceFloor { get; init; }

    /// <summary>Channels of the feature map F that the heads read: skip and ASPP.</summary>
    public int FeatureWidth => SkipWidth + HeadWidth;

    /// <summary>The paper's network: 256 channels, D = 256, ASPP rates (6, 12, 18) at stride 16 and (12, 24, 36) at stride 8.</summary>
    public static NetworkOptions Paper(int classes, Backbone backbone = Backbone.ResNet101, int outputStride = 16) => new()
    {
        Classes = classes,
        Backbone = backbone,
        OutputStride = outputStride,
        AsppRates = outputStride == 8 ? [12, 24, 36] : [6, 12, 18],
    };

    /// <summary>The CPU profile: stride 16, 128 channels, separable 3×3 convolutions, ASPP rates (3, 6, 9), D = 64.</summary>
    public static NetworkOptions Cpu(int classes, Backbone backbone = Backbone.MobileNetV2) => new()
    {
        Classes = classes,
        Backbone = backbone,
        HeadWidth = 128,
        SeparableHeads = true,
        AsppRates = [3, 6, 9],
        RepresentationWidth = 64,
    };

    /// <summary>Checks every rule stated on the properties.</summary>
    /// <exception cref="ArgumentException">A property breaks its rule; the message names the property, its value and the rule.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(Backbone), nameof(Backbone), Backbone, "one of " + string.Join(", ", Enum.GetNames<Backbone>()));
        Require(OutputStride is 16 or 8, nameof(OutputStride), OutputStride, "16 or 8");
        Require(Classes >= 2, nameof(Classes), Classes, "at least 2");
        Require(RepresentationWidth >= 1, nameof(RepresentationWidth), RepresentationWidth, "at least 1");
        Require(HeadWidth >= 1, nameof(HeadWidth), HeadWidth, "at least 1");
        Require(
            AsppRates is { Length: > 0 } && AsppRates.All(rate => rate >= 1),
            nameof(AsppRates),
            AsppRates is null ? "null" : $"({string.Join(", ", AsppRates)})",
            "at least one rate, each at least 1");
    }

    private static void Require(bool holds, string property, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(NetworkOptions)}.{property} is {value}; it must be {rule}.", property);
        }
    }
}
