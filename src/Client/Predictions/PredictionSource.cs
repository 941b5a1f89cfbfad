namespace Prcl.Client.Predictions;

/// <summary>An image to segment.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What its pictures are named after: its place in the folder that was named, or its file name.</param>
/// <param name="Listed">What a list of images calls it: its place in the folder that was named, or its path.</param>
internal sealed record PredictionSource(string Path, string Name, string Listed);
