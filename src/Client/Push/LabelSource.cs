namespace Prcl.Client.Push;

/// <summary>Where labels are, and how their numbers are read.</summary>
/// <param name="Folder">A folder to look in; null for the places where data sets keep them.</param>
/// <param name="IsBinary">Whether they are masks of two numbers, to become the classes 0 and 1.</param>
/// <param name="IsNone">Whether there are none, whatever lies beside the images.</param>
internal sealed record LabelSource(string? Folder = null, bool IsBinary = false, bool IsNone = false);
