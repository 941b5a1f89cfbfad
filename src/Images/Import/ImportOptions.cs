namespace Prcl.Images.Import;

/// <summary>How annotations are to be read.</summary>
/// <param name="Labels">The folder of the masks, where its place doesn't say it; null: beside the images as data sets have them.</param>
/// <param name="NearestColour">How far a colour may be from its class's, as the distance in RGB, 0 to 441; default 0, exact.</param>
/// <param name="ReduceZeroLabel">Whether number 0 doesn't count and 1 is the first class, as in MMSegmentation's setting of that name.</param>
/// <param name="KeepsEmpty">Whether an image without any object is one of nothing but background; otherwise it is left out, since it may not have been annotated yet.</param>
public sealed record ImportOptions(string? Labels = null, double NearestColour = 0, bool ReduceZeroLabel = false, bool KeepsEmpty = false);
