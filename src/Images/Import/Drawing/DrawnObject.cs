using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Drawing;

/// <summary>An object of an image.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Parts">What it covers, all of them together.</param>
/// <param name="Layer">Which objects lie on it: those of a higher number.</param>
internal sealed record DrawnObject(SourceClass Class, IReadOnlyList<Region> Parts, int Layer = 0);
