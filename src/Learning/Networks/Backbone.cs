namespace Prcl.Learning.Networks;

/// <summary>The network that turns an image into features (<c>docs/method.md</c>, section 1).</summary>
public enum Backbone
{
    /// <summary>MobileNetV2 (Sandler et al. 2018), for training on a CPU: taps of 24 and 320 channels.</summary>
    MobileNetV2,

    /// <summary>ResNet-18 (He et al. 2015): taps of 64 and 512 channels.</summary>
    ResNet18,

    /// <summary>ResNet-34: taps of 64 and 512 channels.</summary>
    ResNet34,

    /// <summary>ResNet-50: taps of 256 and 2048 channels.</summary>
    ResNet50,

    /// <summary>ResNet-101, the paper's: taps of 256 and 2048 channels.</summary>
    ResNet101,
}
