using Prcl.Images.Import;

namespace Prcl.Client.Import;

/// <summary>An image whose label was drawn.</summary>
/// <param name="Item">What it was drawn from.</param>
/// <param name="Name">Its place among the images, with its part first, without extension.</param>
/// <param name="LabelPath">The label PNG.</param>
internal sealed record ImportedFile(ImportItem Item, string Name, string LabelPath);
