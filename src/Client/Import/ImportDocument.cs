using Prcl.Client.Push;
using Prcl.Images.Datasets;

namespace Prcl.Client.Import;

/// <summary>What an import without a cluster made, or would make, for machines.</summary>
/// <param name="Format">The form that was read.</param>
/// <param name="Output">The folder that was written; null for a dry run.</param>
/// <param name="Images">Images with a label.</param>
/// <param name="Classes">The classes' names by id.</param>
/// <param name="Parts">What is in each part.</param>
/// <param name="Refused">What was refused.</param>
/// <param name="Notes">For people.</param>
internal sealed record ImportDocument(
    string Format, string? Output, int Images, string[] Classes, ImportedPart[] Parts, RefusedFile[] Refused, string[] Notes);

/// <summary>A part of a data set.</summary>
/// <param name="Split">Its name; empty when annotations know no parts.</param>
/// <param name="Purpose">What its images are for.</param>
/// <param name="Images">Images with a label.</param>
/// <param name="ClassShares">Each class's share of the pixels.</param>
/// <param name="IgnoredPercent">The share of ignored pixels.</param>
internal sealed record ImportedPart(string Split, string Purpose, int Images, ClassShare[] ClassShares, double IgnoredPercent)
{
    /// <summary>The part of its statistics.</summary>
    public static ImportedPart Of(PartStatistics part, string purpose, ClassList classes) => new(
        part.Split,
        purpose,
        part.Labels.Labels,
        [.. classes.Classes.Select((entry, id) => new ClassShare(id, entry.Name, 100 * part.Labels.Share(id)))],
        100 * part.Labels.IgnoredShare);
}
