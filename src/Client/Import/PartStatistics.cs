using Prcl.Images.Datasets;

namespace Prcl.Client.Import;

/// <summary>What is in one part of a data set.</summary>
/// <param name="split">The part's name; empty when annotations know no parts.</param>
/// <param name="classes">The classes of the labels.</param>
internal sealed class PartStatistics(string split, ClassList classes)
{
    /// <summary>The part's name; empty when annotations know no parts.</summary>
    public string Split => split;

    /// <summary>How often each class stands in the labels.</summary>
    public LabelStatistics Labels { get; } = new(classes);
}
