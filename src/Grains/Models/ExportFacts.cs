using System.Text.Json;
using Prcl.Grains.Runs;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Frames;
using Prcl.Learning.Networks;

namespace Prcl.Grains.Models;

/// <summary>What a program without this project's code needs to rebuild the network and to feed it, as JSON for a file's metadata.</summary>
internal static class ExportFacts
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The network's shape.</summary>
    public static string Architecture(RunRecord run)
    {
        var options = run.Settings.Network(run.Classes.Count);
        return JsonSerializer.Serialize(
            new NetworkFacts(
                "deeplabv3plus",
                options.Backbone.ToString().ToLowerInvariant(),
                options.OutputStride,
                options.AsppRates,
                options.HeadWidth,
                NetworkOptions.SkipWidth,
                options.SeparableHeads,
                options.RepresentationWidth,
                options.Classes,
                AlignCorners: true,
                options.VarianceFloor),
            SnakeCase);
    }

    /// <summary>How an image is brought to the size at which the network sees it.</summary>
    public static string Frame(RunRecord run)
    {
        var size = run.Settings.WorkingSize();
        return JsonSerializer.Serialize(new FrameFacts(size.LongerSide, size.Step, WorkingSize.LeastSide, Segmenter.DefaultTileSide, Segmenter.DefaultTileOverlap), SnakeCase);
    }

    /// <summary>Which doubt is published: a name of the setting <c>uncertainty</c>.</summary>
    public static string Uncertainty(RunRecord run) => run.Settings.Uncertainty.Uncertainty.ToString().ToLowerInvariant();

    private sealed record NetworkFacts(
        string Network, string Backbone, int OutputStride, int[] AsppRates, int HeadWidth, int SkipWidth, bool SeparableHeads, int RepresentationWidth, int Classes, bool AlignCorners, double VarianceFloor);

    private sealed record FrameFacts(int LongerSide, int Step, int LeastSide, int TileSide, int TileOverlap);
}
