using Prcl.Learning.Settings;

namespace Prcl.Learning.Frames;

/// <summary>The size at which a run sees images.</summary>
public sealed record FrameSettings
{
    /// <summary>Longer side that every image is brought to, its aspect kept; 0: images keep their own size.</summary>
    [Setting(
        "Longer side that every image is brought to, its aspect kept, for training, teacher, prediction and evaluation (MobileNetV2: both sides rounded to 32k+1); 0: its own size; else at least 33",
        Unit = "pixels",
        Minimum = 0,
        Maximum = 4096)]
    public int WorkingSize { get; init; } = 257;

    /// <summary>The choice of the paper and its published code: images keep their own size.</summary>
    public static FrameSettings Paper => new() { WorkingSize = 0 };
}
