namespace Prcl.Client.Video;

/// <summary>Which frames of a video are sent.</summary>
/// <param name="Rate">Frames a second: the first one of each slot of that length, where there is one.</param>
/// <param name="Every">Of how many of these one is looked at.</param>
/// <param name="MinChange">How much the luminance of one of 16×16 fields must change from the last frame that was sent, 0 to 100 % of its range.</param>
internal sealed record VideoOptions(double Rate, long Every, double MinChange)
{
    /// <summary>Bounds and default of <see cref="Rate"/>, and default of <see cref="MinChange"/>.</summary>
    public const double LeastRate = 0.001, MostRate = 1000, DefaultRate = 1, DefaultMinChange = 2;

    /// <summary>A choice of its own for each video.</summary>
    public FrameChoice Choice() => new(Every, MinChange);
}
