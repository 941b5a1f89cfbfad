using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Pictures;
using Prcl.Learning.Scenes;

namespace Prcl.Chaos.Endless;

/// <summary>Frames of a drive that doesn't end, in weathers that come again, by day, at dusk and in rain, as a client pushes them.</summary>
/// <param name="seed">Chooses the streets.</param>
internal sealed class DrawnStreets(long seed)
{
    private const int FirstHeldOut = 1_000_000;
    private const int HeldOutStride = 40;
    private readonly StreetScenes _scenes = new(seed);

    /// <summary>The weathers, in the order in which they come.</summary>
    public static IReadOnlyList<SceneDomain> Weathers { get; } = [SceneDomain.Day, SceneDomain.Dusk, SceneDomain.Rain];

    /// <summary>The classes as a run gets them.</summary>
    public static string ClassesText { get; } =
        new ClassList([.. SceneClasses.List.Select(c => new ClassInfo(c.Name, new RgbColor(c.Colour.R, c.Colour.G, c.Colour.B)))]).ToJson();

    /// <summary>The word for a weather.</summary>
    public static string NameOf(SceneDomain weather) => weather.ToString().ToLowerInvariant();

    /// <summary>Labelled frames of the day, evenly spaced over the first ones of the drive.</summary>
    public IEnumerable<ImagePush> Labelled(int count) => Enumerable.Range(0, count).Select(i => Draw(SceneDomain.Day, i * 10, withLabel: true, ImagePurpose.Train));

    /// <summary>Frames to measure with, far along the same streets.</summary>
    public IEnumerable<ImagePush> HeldOut(SceneDomain weather, int count) =>
        Enumerable.Range(0, count).Select(i => Draw(weather, FirstHeldOut + i * HeldOutStride, withLabel: true, ImagePurpose.Evaluate));

    /// <summary>What the camera sees: frame by frame, the labelled ones left out.</summary>
    public ImagePush Streamed(SceneDomain weather, int frame) => Draw(weather, frame + frame / 9 + 1, withLabel: false, ImagePurpose.Train);

    private ImagePush Draw(SceneDomain weather, int frame, bool withLabel, ImagePurpose purpose)
    {
        var scene = _scenes.Draw(weather, frame);
        return new ImagePush($"{NameOf(weather)}-{frame:D7}.png", PngEncoder.Encode(scene.Image), withLabel ? LabelPng.Write(scene.Labels) : null, NameOf(weather), purpose);
    }
}
