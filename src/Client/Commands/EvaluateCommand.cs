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

    public static Command Create(CommandFrame frame)
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder with images/ and labels/ in it" };
        folder.AcceptExistingOnly();
        var version = WholeNumber.Version("the newest");
        return frame.Define(
            "evaluate",
            "Measure a model version on labelled images; nothing is stored",
            ["prcl evaluate data/0016E5 --run street", "prcl evaluate data/0016E5 --version 12 --json"],
            call => Evaluate(call, call.Value(folder).ToString(), call.Value(version)),
            folder,
            version,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Evaluate(CommandCall call, string folder, long? version)
    {
        if (!Directory.Exists(Path.Combine(folder, "images")) || !Directory.Exists(Path.Combine(folder, "labels")))
        {
            throw new UsageException($"{folder} must have the folders images/ and labels/ in it");
        }

        // Nothing is stored, so a folder's name that can't be a domain doesn't matter.
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var domain = PrclNames.IsName(name) ? name : NoDomain;
        var plan = new PushDiscovery(labels: null, domain, ImagePurpose.Evaluate).Find([folder]);
        foreach (var problem in plan.Problems)
        {
            call.Terminal.Note($"left out {problem.File}: {problem.Message}");
        }

        if (plan.Items.Count == 0)
        {
            throw new UsageException($"{folder} has no image with a label");
        }

        var run = await call.Run();
        var names = ClassNames.Of(run.ClassesJson);
        var calls = (await call.Connect()).Evaluation;
        var (measured, images, counts) = (0L, 0, new ConfusionCounts(names.Length));
        await FileProgress.Show(call, "measuring", plan.Items.Count, async settled =>
            (measured, images) = await new Scorer(calls, settled).Score(run.Name, plan.Items, version, counts, call.Cancellation));
        Show(call, new EvaluationDocument(run.Name, domain, measured, images, counts.MeanIou(), ClassIou.Of(names, counts), counts.Counts));
        return plan.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(CommandCall call, EvaluationDocument document)
    {
        if (call.Json)
        {
            call.Terminal.Json(document);
            return;
        }

        var table = new ResultTable().Number("Id").Text("Class").Number("IoU %");
        foreach (var entry in document.PerClass)
        {
            table.Row(Figures.Count(entry.ClassId), entry.ClassName, Figures.Percent(entry.Iou));
        }

        call.Terminal.Show(table.Drawn);
        call.Terminal.Line($"mIoU {Figures.Percent(document.MeanIou)} % over {document.Images} images, version {document.Version}");
    }
}
