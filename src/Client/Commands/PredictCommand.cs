using System.CommandLine;
using Prcl.Client.Export;
using Prcl.Client.Output;
using Prcl.Client.Predictions;
using Prcl.Client.Predictions.Coco;
using Prcl.Contracts.Predictors;
using Prcl.Images.Datasets;

namespace Prcl.Client.Commands;

/// <summary><c>prcl predict</c>: segments images and writes the pictures.</summary>
internal static class PredictCommand
{
    private static readonly string[] Names =
    [
        .. Enum.GetValues<PredictionPictures>().Where(p => p is not (PredictionPictures.None or PredictionPictures.All)).Select(p => p.ToString().ToLowerInvariant()),
    ];

    public static Command Create(CommandFrame frame)
    {
        var images = new Argument<FileSystemInfo[]>("IMAGE") { Description = "JPEG or PNG files, or folders of them", Arity = ArgumentArity.OneOrMore };
        images.AcceptExistingOnly();
        var output = new Option<string>("--output", "-o") { Description = "The folder for the pictures; made when missing", HelpName = "DIR", Required = true };
        var pictures = new Option<string>("--pictures")
        {
            Description = $"Which pictures, separated by commas: {string.Join(", ", Names)}, all or none; each costs the silo time",
            HelpName = "LIST",
            DefaultValueFactory = _ => "all",
        };
        var coco = new Option<string?>("--coco") { Description = "Write all class masks as one JSON file of COCO too; one that exists is replaced", HelpName = "FILE" };
        var resume = new Option<bool>("--resume") { Description = "Leave images as they are whose JSON is in DIR already (of --version, if it is given)" };
        var version = WholeNumber.Version("the one that is served");
        return frame.Define(
            "predict",
            "Segment images: writes NAME.colour.png, .overlay.png, .index.png, .uncertainty.png, .uncertainty16.png, .variance.png and .json",
            [
                "prcl predict street.jpg -o out", "prcl predict *.jpg -o out --run street --version 12", "prcl predict photos -o out --pictures index,uncertainty --resume",
                "prcl predict photos -o out --pictures none --coco predicted.json",
            ],
            call =>
            {
                string[] paths = [.. call.Value(images).Select(image => image.ToString())];
                var (folder, chosen) = (call.Value(output)!, Chosen(call.Value(pictures)!));
                return Predict(call, PredictionSources.Find(paths, folder), folder, new PredictionWish(chosen, call.Value(version), call.Value(resume), null), call.Value(coco));
            },
            images,
            output,
            pictures,
            coco,
            resume,
            version,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Predict(CommandCall call, PredictionSources sources, string output, PredictionWish wish, string? cocoPath)
    {
        var stems = PictureFiles.Places(sources.Images.Select(image => image.Name));
        var folder = new PictureFolder(output);
        RefuseToOverwriteInputs(sources.Images, [.. stems.SelectMany(folder.FilesOf), .. cocoPath is null ? [] : new[] { cocoPath }]);
        if (cocoPath is not null && stems.SelectMany(folder.FilesOf).Any(file => Path.GetFullPath(file) == Path.GetFullPath(cocoPath)))
        {
            throw new UsageException($"{cocoPath} is a file of one of the images; choose another one for --coco");
        }

        var target = cocoPath is null ? null : new TargetFile(cocoPath, force: true);
        target?.Check();

        var run = await call.Run();
        var coco = cocoPath is null ? null : new CocoFile(ClassList.Parse(run.ClassesJson, $"run {run.Name}"));
        var calls = (await call.Connect()).Predictions;
        var pass = new PredictionPass((request, cancellation) => calls.Predict(run.Name, request, cancellation), folder, wish with { Coco = coco });
        var whole = false;
        try
        {
            await FileProgress.Show(call, "predicting", sources.Images.Count, settled => pass.Run(sources.Images.Zip(stems), settled, call.Cancellation));
            if (coco is not null)
            {
                await target!.Write(stream => coco.Write(stream, $"predictions of run {run.Name}", call.Cancellation));
            }

            whole = true;
        }
        finally
        {
            foreach (var line in sources.Faults.Select(fault => $"{fault.File}: {fault.Message}").Concat(pass.Refused))
            {
                call.Terminal.Note(line);
            }

            if (!whole)
            {
                call.Terminal.Note("cut short: with --resume only what is missing is predicted");
            }
        }

        var failed = pass.Refused.Count + sources.Faults.Count;
        PredictionView.Show(call, pass.Documents, (failed, pass.Left), sources.HasFolder);
        return failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static PredictionPictures Chosen(string list)
    {
        var chosen = PredictionPictures.None;
        foreach (var word in list.Split(',', StringSplitOptions.TrimEntries))
        {
            chosen |= Enum.TryParse<PredictionPictures>(word, ignoreCase: true, out var picture) && word.All(char.IsAsciiLetter)
                ? picture
                : throw new UsageException($"--pictures has '{word}'; it must be a list of {string.Join(", ", Names)}, or all or none");
        }

        return chosen;
    }

    private static void RefuseToOverwriteInputs(IEnumerable<PredictionSource> images, IEnumerable<string> outputs)
    {
        var inputs = images.Select(image => Path.GetFullPath(image.Path)).ToHashSet();
        if (outputs.FirstOrDefault(file => inputs.Contains(Path.GetFullPath(file))) is { } clash)
        {
            throw new UsageException($"{clash} is an input and would be overwritten; choose another folder with -o");
        }
    }
}
