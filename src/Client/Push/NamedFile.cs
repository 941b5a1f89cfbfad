using Prcl.Images.Datasets;

namespace Prcl.Client.Push;

/// <summary>A file that is named by itself.</summary>
/// <param name="Item">The image with its label; null when it can't be pushed, or is a label.</param>
/// <param name="Root">The folder whose name is its domain.</param>
/// <param name="Faults">Why it can't be pushed.</param>
/// <param name="Notes">What was decided, for people.</param>
/// <param name="IsSure">Whether its place says that it is an image and no label.</param>
internal sealed record NamedFile(DatasetItem? Item, string Root, IReadOnlyList<PairingFault> Faults, IReadOnlyList<string> Notes, bool IsSure);
