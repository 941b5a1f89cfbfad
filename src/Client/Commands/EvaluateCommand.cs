using System.CommandLine;
using Prcl.Client.Evaluation;
using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Client.Runs;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Commands;

/// <summary><c>prcl evaluate</c>: measures a model version on labelled images that are not part of the run.</summary>
internal static class EvaluateCommand
{
    private const string NoDomain = "evaluation";
    private const string Baseline = "baseline";

    public static Command Create(CommandFrame frame)
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder with images/ and labels/ in it" };
        folder.AcceptExistingOnly();
        var version = WholeNumber.Version("the newest");
        var beside = new Option<bool>("--baseline") { Description = "Measure the run's baseline too: what learning from unlabelled images has gained" };
        var binary = PushCommand.BinaryLabels();
        return frame.Define(
            "evaluate",
            "Measure a model version on labelled images; nothing is stored",
            ["prcl evaluate data/0016E5 --run street", "prcl evaluate data/0016E5 --baseline", "prcl evaluate data/0016E5 --version 12 --json"],
            call => Evaluate(call, call.Value(folder).ToString(), call.Value(version), call.Value(beside), call.Value(binary)),
            folder,
            version,
            beside,
            binary,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Evaluate(CommandCall call, string folder, long? version, bool beside, bool binary)
    {
        // Nothing is stored, so a folder's name that can't be a domain doesn't matter.
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var domain = PrclNames.IsName(name) ? name : NoDomain;
        var plan = new PushDiscovery(new LabelSource(IsBinary: binary), domain, ImagePurpose.Evaluate).Find([folder]);
        foreach (var problem in plan.Problems)
        {
            call.Terminal.Note($"left out {problem.File}: {problem.Message}");
        }

        foreach (var note in plan.Notes)
        {
            call.Terminal.Note("note: " + note);
        }

        if (plan.Items.Count == 0)
        {
            throw new UsageException($"{folder} has no image with a label (images/a.jpg and labels/a.png are such)");
        }

        var run = await call.Run();
        var names = ClassNames.Of(run.ClassesJson);
        var client = await call.Connect();
        long? baseline = beside ? await client.Models.Find(run.Name, Baseline, call.Cancellation) : null;
        var (measured, counts) = await Measure(call, client, run.Name, plan, version, names.Length, "measuring");
        var reference = baseline is null ? default : await Measure(call, client, run.Name, plan, baseline, names.Length, "measuring the baseline");
        Show(call, new EvaluationDocument(
            run.Name, domain, measured.Version, measured.Images, counts.MeanIou(), ClassIou.Of(names, counts), counts.Counts,
            baseline is null ? null : new BaselineDocument(reference.Measured.Version, reference.Counts.MeanIou(), ClassIou.Of(names, reference.Counts))));
        return plan.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<((long Version, int Images) Measured, ConfusionCounts Counts)> Measure(
        CommandCall call, PrclClient client, string run, PushPlan plan, long? version, int classes, string what)
    {
        var (measured, counts) = ((0L, 0), new ConfusionCounts(classes));
        await FileProgress.Show(call, what, plan.Items.Count, async settled =>
            measured = await new Scorer(client.Evaluation, settled).Score(run, plan.Items, version, counts, call.Cancellation));
        return (measured, counts);
    }

    private static void Show(CommandCall call, EvaluationDocument document)
    {
        if (call.Json)
        {
            call.Terminal.Json(document);
            return;
        }

        var baseline = document.Baseline;
        var table = new ResultTable().Number("Id").Text("Class").Number("IoU %");
        table = baseline is null ? table : table.Number("Not learning");
        foreach (var entry in document.PerClass)
        {
            string[] row = [Figures.Count(entry.ClassId), entry.ClassName, Figures.Percent(entry.Iou)];
            table.Row(baseline is null ? row : [.. row, Figures.Percent(baseline.PerClass[entry.ClassId].Iou)]);
        }

        call.Terminal.Show(table.Drawn);
        call.Terminal.Line($"mIoU {Figures.Percent(document.MeanIou)} % over {document.Images} images, version {document.Version}");
        if (baseline is not null)
        {
            call.Terminal.Line($"learning has gained {Figures.Gain(document.MeanIou - baseline.MeanIou)} points: the baseline, version {baseline.Version}, has {Figures.Percent(baseline.MeanIou)} %");
        }
    }
}
