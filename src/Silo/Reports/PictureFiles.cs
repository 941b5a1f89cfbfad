namespace Prcl.Silo.Reports;

/// <summary>The names of a report's pictures.</summary>
internal static class PictureFiles
{
    public const string Frames = "frames.png";
    public const string Doubts = "doubts.png";
    public const string Miou = "miou.png";
    public const string Losses = "losses.png";
    public const string Drift = "drift.png";
    public const string Similarity = "similarity.png";
    public const string VirtualNegatives = "virtual-negatives.png";

    /// <summary>All of them, in the order of the report's text.</summary>
    public static IReadOnlyList<string> All { get; } = [Miou, Doubts, Frames, Losses, Drift, Similarity, VirtualNegatives];
}
