using Prcl.Client.Push;

namespace Prcl.Client.Video;

/// <summary>What became of a video's frames, for machines.</summary>
/// <param name="Run">The run.</param>
/// <param name="Complete">Whether all of it was read and settled; never so for a camera.</param>
/// <param name="Frames">Frames that were looked at.</param>
/// <param name="Stored">Of these, stored ones.</param>
/// <param name="Skipped">Those that the run held already.</param>
/// <param name="Alike">Those that showed nothing new.</param>
/// <param name="Refused">How many frames and files were refused.</param>
/// <param name="Refusals">The first of them.</param>
/// <param name="Notes">For people.</param>
internal sealed record VideoDocument(string Run, bool Complete, long Frames, long Stored, long Skipped, long Alike, long Refused, IReadOnlyList<RefusedFile> Refusals, IReadOnlyCollection<string> Notes)
{
    /// <summary>The document of a tally.</summary>
    public static VideoDocument Of(string run, FrameTally tally, bool complete) =>
        new(run, complete, tally.Frames, tally.Stored, tally.Skipped, tally.Alike, tally.Refused, tally.Refusals, tally.Notes);
}
