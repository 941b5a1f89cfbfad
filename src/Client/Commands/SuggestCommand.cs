using System.CommandLine;
using Prcl.Client.Labels;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Commands;

/// <summary><c>prcl suggest</c>: which images a person should label next.</summary>
internal static class SuggestCommand
{
    private const long Usual = 10;
    private const long Most = 100;

    public static Command Create(CommandFrame frame)
    {
        var count = WholeNumber.Option("--count", $"How many, at most {Most} [default: {Usual}]", "N", 1);
        count.Aliases.Add("-n");
        var output = new Option<string?>("--output", "-o")
        {
            Description = "A folder for the images, each with the present prediction as NAME.mask.png to begin with; made when missing",
            HelpName = "DIR",
        };
        return frame.Define(
            "suggest",
            "List images to label next: most in doubt, spread over domains and classes",
            ["prcl suggest --run street", "prcl suggest -n 5 -o next", "prcl suggest --json"],
            call => Suggest(call, call.Value(count) ?? Usual, call.Value(output)),
            count,
            output,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Suggest(CommandCall call, long count, string? folder)
    {
        if (count > Most)
        {
            throw new UsageException($"--count is {count}; it must be from 1 to {Most}");
        }

        var (run, client) = (await call.Run(), await call.Connect());
        var images = await client.Images.Suggest(run.Name, (int)count, call.Cancellation);
        var documents = folder is null
            ? Array.ConvertAll(images, SuggestionDocument.Of)
            : await new SuggestionFolder(client, run.Name, folder, call.Terminal.Note).Write(images, call.Cancellation);
        Show(call, run, documents, folder);
        return folder is null || Array.TrueForAll(documents, d => d.Mask is not null) ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(CommandCall call, RunDescription run, SuggestionDocument[] documents, string? folder)
    {
        if (call.Json)
        {
            call.Terminal.Json(documents);
            return;
        }

        if (documents.Length == 0)
        {
            call.Terminal.Line($"run {run.Name} has no image without a label");
            return;
        }

        var classes = ClassNames.Of(run.ClassesJson);
        var table = new ResultTable().Text("Name", "Domain").Number("Doubt").Text("Class", folder is null ? "SHA-256" : "File");
        foreach (var document in documents)
        {
            table.Row(
                document.Name,
                document.Domain,
                Figures.Short(document.Doubt),
                document.ClassId is { } id && id < classes.Length ? classes[id] : "",
                folder is null ? document.Sha256 : document.File ?? "");
        }

        call.Terminal.Show(table.Drawn);
    }
}
