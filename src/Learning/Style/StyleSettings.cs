using Prcl.Learning.Settings;

namespace Prcl.Learning.Style;

/// <summary>Labelled images in the colours of the stream.</summary>
public sealed record StyleSettings
{
    /// <summary>Share of labelled images that take on colours of an unlabelled one.</summary>
    [Setting("Share of labelled images that take on the colours of an unlabelled image of the step; 0: none, as published", Minimum = 0, Maximum = 1)]
    public double StyleProbability { get; init; }
}
