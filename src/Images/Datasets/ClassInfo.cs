namespace Prcl.Images.Datasets;

/// <summary>One class; its id is its position in the <see cref="ClassList"/>.</summary>
/// <param name="Name">Unique, not empty.</param>
/// <param name="Color">How it is drawn.</param>
public sealed record ClassInfo(string Name, RgbColor Color);
