using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Predictions;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;

namespace Prcl.Client.Commands;

/// <summary><c>prcl predict</c>: segments images and writes the pictures.</summary>
internal static class PredictCommand
{
    // A call above 100 MB would be lost without a word; an image that large is refused here.
    private const long LargestFile = 64 << 20;

    private static readonly string[] Names =
    [
        .. Enum.GetValues<PredictionPictures>().Where(p => p is not (PredictionPictures.None or PredictionPictures.All)).Select(p => p.ToString().ToLowerInvariant()),
    ];

    public static Command Create(CommandFrame frame)
    {
        var images = new Argument<FileInfo[]>("IMAGE") { Description = "JPEG or PNG files", Arity = ArgumentArity.OneOrMore };
        images.AcceptExistingOnly();
        var output = new Option<string>("--output", "-o") { Description = "The folder for the pictures; made when missing", HelpName = "DIR", Required = true };
        var pictures = new Option<string>("--pictures")
        {
            Description = $"Which pictures, separated by commas: {string.Join(", ", Names)}, all or none; each costs the silo time",
            HelpName = "LIST",
            DefaultValueFactory = _ => "all",
        };
        var version = WholeNumber.Version("the one that is served");
        return frame.Define(
            "predict",
            "Segment images: writes NAME.colour.png, .overlay.png, .index.png, .uncertainty.png, .uncertainty16.png, .variance.png and .json",
            ["prcl predict street.jpg -o out", "prcl predict *.jpg -o out --run street --version 12", "prcl predict *.jpg -o out --pictures index,uncertainty"],
            call =>
            {
                string[] paths = [.. call.Value(images).Select(image => image.ToString())];
                return Predict(call, paths, call.Value(output)!, Chosen(call.Value(pictures)!), call.Value(version));
            },
            images,
            output,
            pictures,
            version,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Predict(CommandCall call, string[] paths, string output, PredictionPictures pictures, long? version)
    {
        var stems = PictureFiles.Stems(paths);
        var folder = new PictureFolder(output);
        RefuseToOverwriteInputs(paths, stems.SelectMany(folder.FilesOf));

        var run = await call.Run();
        var calls = (await call.Connect()).Predictions;
        var documents = new List<PredictionDocument>();
        foreach (var (path, stem) in paths.Zip(stems))
        {
            try
            {
                if (new FileInfo(path).Length > LargestFile)
                {
                    throw new PrclRequestException($"more than {LargestFile:N0} bytes");
                }

                var request = new PredictRequest(Printable.Of(Path.GetFileName(path)), await File.ReadAllBytesAsync(path, call.Cancellation), pictures, version);
                var prediction = await calls.Predict(run.Name, request, call.Cancellation);
                documents.Add(await folder.Write(stem, path, prediction, call.Cancellation));
            }
            catch (PrclRequestException exception)
            {
                call.Terminal.Note(FileLine.Of(path, exception.Message));
            }
        }

        Show(call, documents);
        if (documents.Exists(document => document.Version == 0))
        {
            call.Terminal.Note("note: version 0 is what the run began with: it has learned nothing from the run's images yet");
        }

        return documents.Count == paths.Length ? ExitCode.Done : ExitCode.Failed;
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

    private static void RefuseToOverwriteInputs(string[] paths, IEnumerable<string> outputs)
    {
        var inputs = paths.Select(Path.GetFullPath).ToHashSet();
        if (outputs.FirstOrDefault(file => inputs.Contains(Path.GetFullPath(file))) is { } clash)
        {
            throw new UsageException($"{clash} is an input and would be overwritten; choose another folder with -o");
        }
    }

    private static void Show(CommandCall call, List<PredictionDocument> documents)
    {
        if (call.Json)
        {
            call.Terminal.Json(documents);
            return;
        }

        if (documents.Count == 0)
        {
            return;
        }

        var table = new ResultTable().Text("Image").Number("Version", "Confidence", "Uncertainty").Text("Classes");
        foreach (var document in documents)
        {
            var shares = document.Shares.OrderByDescending(share => share.Share).Select(share => $"{share.Name} {Figures.Percent(100 * share.Share)} %");
            table.Row(document.Image, Figures.Count(document.Version), Figures.Short(document.MeanConfidence), Figures.Short(document.MeanUncertainty), string.Join(", ", shares));
        }

        call.Terminal.Show(table.Drawn);
    }
}
