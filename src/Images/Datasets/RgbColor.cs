namespace Prcl.Images.Datasets;

/// <summary>A colour to draw a class with, 8-bit sRGB.</summary>
/// <param name="Red">0–255.</param>
/// <param name="Green">0–255.</param>
/// <param name="Blue">0–255.</param>
public readonly record struct RgbColor(byte Red, byte Green, byte Blue);
