using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import;

/// <summary>An image and how its label is drawn.</summary>
/// <param name="ImagePath">The image, PNG or JPEG.</param>
/// <param name="AnnotationPath">The file that the label is read from, for people.</param>
/// <param name="Split">The part of the data set that it belongs to, like <c>train</c>; empty when nothing says.</param>
/// <param name="Drawing">Draws the label.</param>
public sealed record ImportItem(string ImagePath, string AnnotationPath, string Split, LabelDrawing Drawing);
