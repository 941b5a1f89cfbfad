using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Datasets;
using Prcl.Learning.Pictures;
using Prcl.Learning.Scenes;

namespace Prcl.Silo.Demo;

/// <summary>The demo's frames as procedural street scenes, for when no data are at hand.</summary>
internal static class SceneSource
{
    private const int Gap = 5;
    private const int LabelledCount = 15;
    private const int Width = 240;
    private const int Height = 176;

    /// <summary>The weights that were learned on drawn streets by day: they know the classes.</summary>
    public const string Weights = "street";

    /// <summary>The label id that is ignored; no scene has it.</summary>
    public const int Ignore = ClassList.DefaultIgnore;

    /// <summary>The demo's drives: 60 % of the frames stream in, then comes a gap, the rest is for evaluation.</summary>
    public static IReadOnlyList<SceneLength> Lengths { get; } =
        [new(SceneDomain.Day, 150, 95), new(SceneDomain.Dusk, 75, 45), new(SceneDomain.Rain, 75, 45)];

    /// <summary>A seed's street at the demo's size.</summary>
    public static StreetScenes Street(long seed) => new(seed, Width, Height);

    /// <summary>Draws all frames now, so that drawing takes nothing from training later.</summary>
    /// <param name="seed">Chooses the streets.</param>
    /// <param name="lengths">The domains in the order in which they arrive; the first one has the labels.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    public static DemoPlan Draw(long seed, IReadOnlyList<SceneLength> lengths, CancellationToken cancellationToken)
    {
        var scenes = Street(seed);
        var classes = new ClassList([.. SceneClasses.List.Select(c => new ClassInfo(c.Name, new RgbColor(c.Colour.R, c.Colour.G, c.Colour.B)))]);
        var domains = lengths.Select((length, index) => Divide(scenes, length, isFirst: index == 0, cancellationToken)).ToArray();
        return new DemoPlan($"street scenes drawn from seed {seed}", classes, domains, []);
    }

    private static DemoDomain Divide(StreetScenes scenes, SceneLength length, bool isFirst, CancellationToken cancellationToken)
    {
        var frames = new DemoFrame?[length.Streamed + Gap + length.Evaluation];
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, frames.Length, parallel, i => frames[i] = IsInGap(i, length.Streamed) ? null : Frame(scenes, length.Domain, i));
        var labelled = isFirst ? StreamSplit.LabelledIndices(length.Streamed, LabelledCount) : [];
        return new DemoDomain(
            NameOf(length.Domain),
            [.. labelled.Select(i => frames[i]!)],
            [.. Enumerable.Range(0, length.Streamed).Except(labelled).Select(i => frames[i]!)],
            [.. frames.Skip(length.Streamed + Gap).Select(f => f!)]);
    }

    private static bool IsInGap(int frame, int streamed) => frame >= streamed && frame < streamed + Gap;

    private static DemoFrame Frame(StreetScenes scenes, SceneDomain domain, int number)
    {
        var scene = scenes.Draw(domain, number);
        byte[] image = PngEncoder.Encode(scene.Image), label = LabelPng.Write(scene.Labels);
        return new DemoFrame(NameOf(domain), $"{NameOf(domain)}-{number:D4}.png", () => image, () => label);
    }

    private static string NameOf(SceneDomain domain) => domain switch
    {
        SceneDomain.Day => "day",
        SceneDomain.Dusk => "dusk",
        SceneDomain.Rain => "rain",
        _ => throw new ArgumentOutOfRangeException(nameof(domain), domain, "The demo has no name for this domain."),
    };
}
