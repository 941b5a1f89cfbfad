namespace Prcl.Client.Predictions;

/// <summary>An image to segment.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What it is called in what is written: its place in the folder that was named, or its file name.</param>
internal sealed record PredictionSource(string Path, string Name);
