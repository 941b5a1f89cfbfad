using Prcl.Learning.Settings;

namespace Prcl.Learning.SelfTraining;

/// <summary>What keeps learning from one's own labels from learning one's own mistakes.</summary>
public sealed record SelfTrainingSettings
{
    /// <summary>Steps of supervision before pseudo-labels count.</summary>
    [Setting("Burn-in: steps of supervision before pseudo-labels count", Unit = "steps", Minimum = 0, Maximum = 1e9)]
    public long UnsupervisedBegin { get; init; } = 300;

    /// <summary>Steps over which the weight of L_u then grows to its full size.</summary>
    [Setting("Steps over which the weight of L_u grows to its full size after the burn-in", Unit = "steps", Minimum = 0, Maximum = 1e9)]
    public long UnsupervisedRamp { get; init; } = 60;

    /// <summary>How confidence decides what a pixel counts.</summary>
    [Setting("How confidence decides what a pseudo-labelled pixel counts: by itself, or by its image as published")]
    public PseudoLabelWeighting PseudoLabelWeighting { get; init; } = PseudoLabelWeighting.Pixel;

    /// <summary>What a pseudo-label must agree with.</summary>
    [Setting("What a pseudo-label must agree with to count: the nearest prototype, or nothing as published")]
    public PseudoLabelCheck PseudoLabelCheck { get; init; } = PseudoLabelCheck.Prototype;

    /// <summary>The choices of the paper and its published code.</summary>
    public static SelfTrainingSettings Paper => new()
    {
        UnsupervisedBegin = 0,
        UnsupervisedRamp = 0,
        PseudoLabelWeighting = PseudoLabelWeighting.Image,
        PseudoLabelCheck = PseudoLabelCheck.None,
    };
}
