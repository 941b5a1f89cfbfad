namespace Prcl.Images.Datasets.Published;

/// <summary>PASCAL VOC 2012, as its development kit defines it.</summary>
public static class PascalVoc
{
    private static readonly string[] Names =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike", "person", "pottedplant",
        "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>Background and 20 classes by their numbers, in the colours of the label files' palette; 255, the border between objects, is none.</summary>
    public static IReadOnlyList<ClassInfo> Classes { get; } = [.. Names.Select((name, number) => new ClassInfo(name, ClassColours.Of(number)))];
}
