namespace Prcl.Images.Datasets.Published;

/// <summary>Cityscapes, as its scripts define it.</summary>
public static class Cityscapes
{
    private static RgbColor None => new(0, 0, 0);

    /// <summary>All labels, by their ids: the numbers in files named <c>…labelIds.png</c>.</summary>
    public static IReadOnlyList<CityscapesLabel> ById { get; } =
    [
        new("unlabeled", -1, None), new("ego vehicle", -1, None), new("rectification border", -1, None), new("out of roi", -1, None), new("static", -1, None),
        new("dynamic", -1, new(111, 74, 0)), new("ground", -1, new(81, 0, 81)), new("road", 0, new(128, 64, 128)), new("sidewalk", 1, new(244, 35, 232)),
        new("parking", -1, new(250, 170, 160)), new("rail track", -1, new(230, 150, 140)), new("building", 2, new(70, 70, 70)), new("wall", 3, new(102, 102, 156)),
        new("fence", 4, new(190, 153, 153)), new("guard rail", -1, new(180, 165, 180)), new("bridge", -1, new(150, 100, 100)), new("tunnel", -1, new(150, 120, 90)),
        new("pole", 5, new(153, 153, 153)), new("polegroup", -1, new(153, 153, 153)), new("traffic light", 6, new(250, 170, 30)), new("traffic sign", 7, new(220, 220, 0)),
        new("vegetation", 8, new(107, 142, 35)), new("terrain", 9, new(152, 251, 152)), new("sky", 10, new(70, 130, 180)), new("person", 11, new(220, 20, 60)),
        new("rider", 12, new(255, 0, 0)), new("car", 13, new(0, 0, 142)), new("truck", 14, new(0, 0, 70)), new("bus", 15, new(0, 60, 100)), new("caravan", -1, new(0, 0, 90)),
        new("trailer", -1, new(0, 0, 110)), new("train", 16, new(0, 80, 100)), new("motorcycle", 17, new(0, 0, 230)), new("bicycle", 18, new(119, 11, 32)),
    ];

    /// <summary>The 19 that are trained on, by their training ids: the numbers in files named <c>…labelTrainIds.png</c>.</summary>
    public static IReadOnlyList<CityscapesLabel> ByTrainId { get; } = [.. ById.Where(label => label.TrainId >= 0).OrderBy(label => label.TrainId)];

    /// <summary>Whether a label file has ids; else it has training ids.</summary>
    public static bool HasIds(string path) => Path.GetFileNameWithoutExtension(path).EndsWith("labelIds", StringComparison.OrdinalIgnoreCase);
}
