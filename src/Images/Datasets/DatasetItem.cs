namespace Prcl.Images.Datasets;

/// <summary>An image file of a data set and, where there is one, its label file.</summary>
/// <param name="Name">The place below the folder of images without extension, with '/' on every system.</param>
/// <param name="ImagePath">The image file, PNG or JPEG.</param>
/// <param name="LabelPath">The label PNG, or null.</param>
public sealed record DatasetItem(string Name, string ImagePath, string? LabelPath);
