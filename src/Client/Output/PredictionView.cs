using Prcl.Client.Commands;
using Prcl.Client.Predictions;

namespace Prcl.Client.Output;

/// <summary>What <c>prcl predict</c> shows: a row an image, or of folders, which may hold thousands, a line about all of them.</summary>
internal static class PredictionView
{
    /// <summary>Shows it, with notes about the versions that answered.</summary>
    /// <param name="call">The command.</param>
    /// <param name="documents">What was predicted.</param>
    /// <param name="others">Images that failed, and images that were left as they were.</param>
    /// <param name="isBrief">Whether a line is enough.</param>
    public static void Show(CommandCall call, IReadOnlyList<PredictionDocument> documents, (int Failed, int Left) others, bool isBrief)
    {
        if (call.Json)
        {
            call.Terminal.Json(documents);
        }
        else if (isBrief)
        {
            var failed = others.Failed == 0 ? "" : $", {others.Failed} failed";
            var left = others.Left == 0 ? "" : $", {others.Left} done before";
            call.Terminal.Line($"{(documents.Count == 1 ? "1 image" : $"{documents.Count} images")} predicted{left}{failed}");
        }
        else if (documents.Count > 0)
        {
            call.Terminal.Show(Table(documents).Drawn);
        }

        Note(call, [.. documents.Select(document => document.Version).Distinct().Order()]);
    }

    private static ResultTable Table(IReadOnlyList<PredictionDocument> documents)
    {
        var table = new ResultTable().Text("Image").Number("Version", "Confidence", "Uncertainty").Text("Classes");
        foreach (var document in documents)
        {
            var shares = document.Shares.OrderByDescending(share => share.Share).Select(share => $"{share.Name} {Figures.Percent(100 * share.Share)} %");
            table.Row(document.Image, Figures.Count(document.Version), Figures.Short(document.MeanConfidence), Figures.Short(document.MeanUncertainty), string.Join(", ", shares));
        }

        return table;
    }

    private static void Note(CommandCall call, long[] versions)
    {
        if (versions.Contains(0))
        {
            call.Terminal.Note("note: version 0 is what the run began with: it has learned nothing from the run's images yet");
        }

        if (versions.Length > 1)
        {
            call.Terminal.Note($"note: the run went on learning meanwhile, so images were predicted by versions {versions[0]} to {versions[^1]}; --version keeps to one");
        }
    }
}
