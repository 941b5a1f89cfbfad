using Prcl.Images.Datasets;
using Prcl.Images.Datasets.Published;

namespace Prcl.Silo.Experiments.Splits;

/// <summary>The classes of PASCAL VOC 2012, in the order of their ids; 255, the border between objects, is ignored.</summary>
internal static class VocClasses
{
    /// <summary>Background and 20 classes.</summary>
    public static ClassList List { get; } = new([.. PascalVoc.Classes]);
}
