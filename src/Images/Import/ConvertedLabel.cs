using Prcl.Images.Datasets;
using Prcl.Images.Files;

namespace Prcl.Images.Import;

/// <summary>The label of an image in the ids of a list of classes, or why there is none.</summary>
/// <param name="Item">What it was drawn from.</param>
/// <param name="Labels">The ids, of the upright image's size; null when there is a fault.</param>
/// <param name="Fault">Why the image stays out, or null.</param>
public sealed record ConvertedLabel(ImportItem Item, LabelMap? Labels, PairingFault? Fault);
