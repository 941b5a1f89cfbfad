using Prcl.Images.Datasets;

namespace Prcl.Images.Import;

/// <summary>What annotations say, before classes get their numbers.</summary>
/// <param name="Classes">The classes that the annotations declare, in their order; empty where they know none.</param>
/// <param name="Items">Images with a label, by split and path.</param>
/// <param name="Faults">What can't be used; none of these images is among the items.</param>
/// <param name="Notes">What was decided, for people.</param>
public sealed record ImportSet(
    IReadOnlyList<SourceClass> Classes, IReadOnlyList<ImportItem> Items, IReadOnlyList<PairingFault> Faults, IReadOnlyList<string> Notes);
