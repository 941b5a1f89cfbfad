namespace Prcl.Images.Import.Regions;

/// <summary>A corner of a polygon, in pixels from the image's upper left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
internal readonly record struct Corner(double X, double Y);
