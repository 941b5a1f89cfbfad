using Prcl.Images.Datasets;

namespace Prcl.Client.Push;

/// <summary>What became of a push, for machines.</summary>
/// <param name="Run">The run.</param>
/// <param name="Complete">Whether everything was settled; otherwise pushing again sends what is missing.</param>
/// <param name="Stored">Images, or new labels of images, that were stored.</param>
/// <param name="Labelled">How many of them came with a label.</param>
/// <param name="Unlabelled">How many came without.</param>
/// <param name="Skipped">Images that the run held already.</param>
/// <param name="Ignored">Files that are neither images nor labels.</param>
/// <param name="ClassShares">Each class's share of the stored labels' pixels; empty without labels.</param>
/// <param name="IgnoredPercent">The share of ignored pixels; NaN without labels.</param>
/// <param name="Refused">What was refused.</param>
/// <param name="Notes">For people.</param>
internal sealed record PushDocument(
    string Run,
    bool Complete,
    int Stored,
    int Labelled,
    int Unlabelled,
    int Skipped,
    int Ignored,
    ClassShare[] ClassShares,
    double IgnoredPercent,
    RefusedFile[] Refused,
    string[] Notes)
{
    /// <summary>The document of a push.</summary>
    public static PushDocument Of(string run, ClassList classes, PushTally tally, PushPlan plan, bool complete, string[] notes) => new(
        run,
        complete,
        tally.Stored,
        tally.Labelled,
        tally.Stored - tally.Labelled,
        tally.Skipped,
        plan.Ignored,
        [.. (tally.Shares?.Classes ?? []).Select((share, id) => new ClassShare(id, classes.Classes[id].Name, 100 * share))],
        100 * (tally.Shares?.Ignored ?? double.NaN),
        tally.Refused,
        notes);
}
