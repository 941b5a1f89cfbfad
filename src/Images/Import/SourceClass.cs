using Prcl.Images.Datasets;

namespace Prcl.Images.Import;

/// <summary>A class as annotations name it.</summary>
/// <param name="Name">Its name, number or colour there.</param>
/// <param name="Color">Its colour there, or null.</param>
/// <param name="Id">Its place in the list of classes, for annotations that know classes by number only; null for those with names.</param>
/// <param name="IsVoid">Whether its pixels don't count, unless the list has a class of this name.</param>
public sealed record SourceClass(string Name, RgbColor? Color = null, int? Id = null, bool IsVoid = false)
{
    private static readonly string[] BackgroundNames = ["background", "_background_", "__background__"];

    /// <summary>The name that a list of classes is given for what no object covers.</summary>
    public const string Background = "background";

    /// <summary>Whether a name means what no object covers.</summary>
    public static bool IsBackgroundName(string name) => BackgroundNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
