using System.Text;

namespace Prcl.Silo.Reports;

/// <summary>The report's text: key figures, then what the pictures show.</summary>
internal static class ReportText
{
    /// <summary>What each picture is called.</summary>
    public static readonly IReadOnlyDictionary<string, string> Titles = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [PictureFiles.Miou] = "Going on learning, beside standing still",
        [PictureFiles.Doubts] = "The frames most in doubt",
        [PictureFiles.Frames] = "Frames that no training has seen",
        [PictureFiles.Losses] = "Losses",
        [PictureFiles.Drift] = "How the prototypes move",
        [PictureFiles.Similarity] = "How alike the prototypes are",
        [PictureFiles.VirtualNegatives] = "Virtual negatives",
    };

    /// <summary>What each picture shows.</summary>
    public static readonly IReadOnlyDictionary<string, string> Meanings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [PictureFiles.Frames] = "A few evaluation frames of every domain: image, truth, the model's classes, its errors (bright: wrong, dark: right, black: no label), and its doubt, the published uncertainty on a scale from 0 (blue) to 1 (red). Errors should lie where the doubt is.",
        [PictureFiles.Doubts] = "Of the evaluation frames that were looked at, those with the largest mean uncertainty: where a person's label would help most.",
        [PictureFiles.Miou] = "mIoU of each domain while training went on, and dashed that of the frozen model: the last version before the first unlabelled image was learned from, on the same frames. Background points look at some of the evaluation frames, the last point at all of them. Vertical lines: the first frame of a domain arrives.",
        [PictureFiles.Losses] = "Total, supervised, unsupervised and contrastive loss over the steps, and the share of pseudo-labelled pixels that are confident enough to count.",
        [PictureFiles.Drift] = "How far each class's prototype moved in each round: the L2 distance of its normalised means. It falls as evidence gathers; a new domain may lift it.",
        [PictureFiles.Similarity] = "How alike every two prototypes are: their mutual likelihood score (normalised means, the spread of the classes as variance) less the mean of what the two score with themselves. 0 is the same; darker pairs are more alike, so more easily confused.",
        [PictureFiles.VirtualNegatives] = "Virtual negatives (dots) around their prototypes (diamonds), with the one-standard-deviation line of each class's spread, in the plane in which the prototypes lie farthest apart.",
    };

    /// <summary>Writes the text.</summary>
    /// <param name="summary">The figures.</param>
    /// <param name="pictures">The pictures that were drawn.</param>
    public static string Write(Summary summary, IReadOnlyCollection<string> pictures)
    {
        var text = new StringBuilder()
            .Append($"# Report\n\nFrames: {summary.Source}. Training ended because {Reason(summary.Ending)}.\n\n")
            .Append($"{summary.Steps} steps in {summary.Rounds} rounds, {summary.WallSeconds:0} s ({summary.TensorSeconds:0} s of them tensor work), ")
            .Append($"{summary.ImagesPerSecond:0.0} image draws/s, at most {summary.PeakMemoryBytes / 1048576.0:0} MiB of memory. ")
            .Append($"All figures: [{ReportFolder.SummaryFile}]({ReportFolder.SummaryFile}).\n\n");
        Scores(text, "Domain", summary.Domains);
        if (summary.Extra.Count > 0)
        {
            Scores(text, "Looked at only at the end", summary.Extra);
        }

        Classes(text, summary);
        foreach (var picture in PictureFiles.All.Where(pictures.Contains))
        {
            text.Append($"## {picture}\n\n{Meanings[picture]}\n\n![{picture}]({picture})\n\n");
        }

        if (summary.Notes.Count > 0)
        {
            text.Append("## Notes\n\n").AppendJoin('\n', summary.Notes.Select(n => "- " + n)).Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Scores(StringBuilder text, string heading, IReadOnlyList<DomainScore> domains)
    {
        text.Append($"| {heading} | images | mIoU at first, % | mIoU at last, % | frozen, % |\n|---|---|---|---|---|\n");
        foreach (var domain in domains)
        {
            var first = domain.History.Count > 1 ? domain.History[0].Miou : double.NaN;
            text.Append($"| {domain.Name} | {domain.Images} | {Number(first)} | {Number(domain.FinalMiou)} | {Number(domain.FrozenMiou)} |\n");
        }

        text.Append('\n');
    }

    private static void Classes(StringBuilder text, Summary summary)
    {
        text.Append($"| Class | {string.Join(" | ", summary.Domains.Select(d => $"IoU {d.Name}, %"))} | evidence, pixels | drift |\n");
        text.Append($"|---|{string.Concat(summary.Domains.Select(_ => "---|"))}---|---|\n");
        for (var k = 0; k < summary.Classes.Count; k++)
        {
            var prototype = k < summary.Prototypes.Count ? summary.Prototypes[k] : new PrototypeFigures("", double.NaN, double.NaN);
            text.Append($"| {summary.Classes[k]} | {string.Join(" | ", summary.Domains.Select(d => Number(d.PerClassIou[k])))} | {prototype.Evidence:0} | {prototype.Drift:0.0000} |\n");
        }

        text.Append('\n');
    }

    /// <summary>Why training ended, for people.</summary>
    public static string Reason(string ending) => ending.Length > 0 ? ending : "the program was stopped";

    private static string Number(double value) => double.IsFinite(value) ? $"{value:0.0}" : "–";
}
