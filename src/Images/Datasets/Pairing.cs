namespace Prcl.Images.Datasets;

/// <summary>What became of the files of a data set.</summary>
/// <param name="Items">Images with or without a label, in ordinal order of their places.</param>
/// <param name="Faults">Files that can't be used; an image whose label is among them isn't among the items.</param>
/// <param name="Notes">What was decided, for people.</param>
/// <param name="Foreign">Files that are neither images nor labels.</param>
/// <param name="SameNames">Images whose place another image has already, with the first one's path; they are items all the same while no label is at stake.</param>
public sealed record Pairing(
    IReadOnlyList<DatasetItem> Items,
    IReadOnlyList<PairingFault> Faults,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Foreign,
    IReadOnlyDictionary<string, string> SameNames);
