using System.Collections.Concurrent;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Pictures;
using Prcl.Learning.Scenes;

namespace Prcl.Unit.Grains;

/// <summary>Small drawn street pictures with their labels, as files.</summary>
internal static class Street
{
    public const int Width = 80;
    public const int Height = 72;

    private static readonly StreetScenes Scenes = new(3, Width, Height);
    private static readonly ConcurrentDictionary<int, (byte[] Image, byte[] Label)> Files = new();

    public static ClassList Classes { get; } =
        new([.. SceneClasses.List.Select(c => new ClassInfo(c.Name, new RgbColor(c.Colour.R, c.Colour.G, c.Colour.B)))]);

    /// <summary>The image file of a frame.</summary>
    public static byte[] Image(int frame) => Draw(frame).Image;

    /// <summary>Its label file.</summary>
    public static byte[] Label(int frame) => Draw(frame).Label;

    public static ImagePush Unlabelled(int frame) => new($"frame-{frame}.png", Image(frame), null, "day", ImagePurpose.Train);

    public static ImagePush Labelled(int frame) => Unlabelled(frame) with { Label = Label(frame) };

    public static ImagePush Evaluated(int frame, string domain = "day") => Labelled(frame) with { Purpose = ImagePurpose.Evaluate, Domain = domain };

    private static (byte[] Image, byte[] Label) Draw(int frame) => Files.GetOrAdd(frame, f =>
    {
        var scene = Scenes.Draw(SceneDomain.Day, 4 * f);
        return (PngEncoder.Encode(scene.Image), LabelPng.Write(scene.Labels));
    });
}
