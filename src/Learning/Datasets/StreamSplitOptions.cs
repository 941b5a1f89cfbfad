namespace Prcl.Learning.Datasets;

/// <summary>How each domain is divided over time. The defaults give CamVid-Stream.</summary>
public sealed record StreamSplitOptions
{
    /// <summary>Share of a domain's frames that stream in, from its first on; above 0, below 1; default 0.6. The count is rounded down to an even number.</summary>
    public decimal StreamedShare { get; init; } = 0.6m;

    /// <summary>Frames left out between the streamed part and evaluation, so that no evaluation frame is nearly one of training; 0 or more; default 5.</summary>
    public int Gap { get; init; } = 5;

    /// <summary>Labelled frames, evenly spaced over the streamed part of the first domain; 1 or more; default 15.</summary>
    public int LabelledCount { get; init; } = 15;
}
