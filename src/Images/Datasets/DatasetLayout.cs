namespace Prcl.Images.Datasets;

/// <summary>Where a data set keeps its images and their labels.</summary>
/// <param name="Root">The folder that was looked at; its name is the domain's.</param>
/// <param name="Images">The folder of the images.</param>
/// <param name="IsFlat">Whether only the files directly in <paramref name="Images"/> belong to it.</param>
/// <param name="Labels">The folder of the labels, or null.</param>
/// <param name="Fault">Why labels can't be told from the rest, or null.</param>
/// <param name="Notes">What was decided about it, for people.</param>
public sealed record DatasetLayout(string Root, string Images, bool IsFlat, string? Labels, PairingFault? Fault, IReadOnlyList<string> Notes);
