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
        var confusion = new Option<bool>("--confusion") { Description = "Show too what the pixels of each class are taken for (with --json the counts are there anyway)" };
        var binary = PushCommand.BinaryLabels();
        return frame.Define(
            "evaluate",
            "Measure a model version on labelled images; nothing is stored",
            ["prcl evaluate data/0016E5 --run street", "prcl evaluate data/0016E5 --baseline --confusion", "prcl evaluate data/0016E5 --version 12 --json"],
            call => Evaluate(call, call.Value(folder).ToString(), call.Value(version), call.Value(beside), call.Value(confusion), call.Value(binary)),
            folder,
            version,
            beside,
            confusion,
            binary,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Evaluate(CommandCall call, string folder, long? version, bool beside, bool confusion, bool binary)
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
        var measured = await Measure(call, client, run.Name, plan, version, names.Length, "measuring");
        var reference = baseline is null ? null : await Measure(call, client, run.Name, plan, baseline, names.Length, "measuring the baseline");
        var score = ScoreDocument.Of(names, measured);
        var document = new EvaluationDocument(
            run.Name, domain, score.Version, measured.Images, score.MeanIou, score.PixelAccuracy, score.UncertaintyAuroc, score.CalibrationError, score.PerClass,
            measured.Confusion.Counts, reference is null ? null : ScoreDocument.Of(names, reference));
        if (call.Json)
        {
            call.Terminal.Json(document);
        }
        else
        {
            call.Terminal.Show(EvaluationView.Full(document));
            if (confusion)
            {
                call.Terminal.Show(EvaluationView.Confusion(names, measured.Confusion));
            }
        }

        return plan.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<Measurement> Measure(CommandCall call, PrclClient client, string run, PushPlan plan, long? version, int classes, string what)
    {
        var measurement = new Measurement(classes);
        await FileProgress.Show(call, what, plan.Items.Count, settled =>
            new Scorer(client.Evaluation, settled).Score(run, plan.Items, version, measurement, call.Cancellation));
        return measurement;
    }
}
