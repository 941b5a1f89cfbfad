using Prcl.Learning.Settings;

namespace Prcl.Learning.Uncertainty;

/// <summary>What is published as the uncertainty of a pixel.</summary>
public sealed record UncertaintySettings
{
    /// <summary>Which doubt.</summary>
    [Setting("What is published as the uncertainty of a pixel")]
    public Doubt Uncertainty { get; init; } = Doubt.Confidence;
}
