using System.CommandLine;
using Prcl.Client.Images;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Commands;

/// <summary><c>prcl images</c>: lists a run's images.</summary>
internal static class ImagesCommand
{
    private const long DefaultLimit = 100;
    private const int ShownDigits = 10;

    public static Command Create(CommandFrame frame)
    {
        var quarantined = new Option<bool>("--quarantined") { Description = "Only images that were taken out because they can't be read" };
        var limit = WholeNumber.Option("--limit", $"How many at most [default: {DefaultLimit}]", "N", 1);

        var images = frame.Define(
            "images",
            "List a run's images in the order of its log",
            ["prcl images --run street --limit 20", "prcl images --quarantined --json"],
            async call =>
            {
                var run = await call.Run();
                var images = await FirstOf(run, (await call.Connect()).Images, call.Value(quarantined), call.Value(limit) ?? DefaultLimit, call.Cancellation);
                if (call.Json)
                {
                    call.Terminal.Json(images);
                }
                else
                {
                    call.Terminal.Show(Table(images));
                }

                return ExitCode.Done;
            },
            quarantined,
            limit,
            frame.Run,
            frame.Json);
        images.Add(DeleteImagesCommand.Create(frame));
        return images;
    }

    private static async Task<List<ImageDocument>> FirstOf(RunDescription run, ImageCalls calls, bool quarantined, long limit, CancellationToken cancellation)
    {
        var images = new List<ImageDocument>();
        for (var partition = 0; partition < RunChoice.Partitions(run) && images.Count < limit; partition++)
        {
            await foreach (var image in calls.List(run.Name, partition, quarantined, cancellation))
            {
                images.Add(ImageDocument.Of(partition, image));
                if (images.Count == limit)
                {
                    break;
                }
            }
        }

        return images;
    }

    private static Spectre.Console.Table Table(List<ImageDocument> images)
    {
        // As wide as a screen of 80: place, time and whole hash are in the JSON. The id is long enough for "images delete".
        var table = new ResultTable().Text("Id", "Name", "Domain").Number("Size").Text("State");
        foreach (var image in images)
        {
            table.Row(image.Sha256[..Math.Min(ShownDigits, image.Sha256.Length)], image.Name, image.Domain, $"{image.Width}×{image.Height}", State(image));
        }

        return table.Drawn;
    }

    private static string State(ImageDocument image) => string.Join(", ", new[]
    {
        image.Quarantine is { } reason ? $"out: {reason}" : null,
        image.Purpose == ImagePurpose.Evaluate ? "for measuring" : null,
        image.LabelSha256 is null ? null : "labelled",
        image.Trained ? "trained" : null,
        image is { Quarantine: null, Purpose: ImagePurpose.Train, LabelSha256: null, Trained: false } ? "waits" : null,
    }.OfType<string>());
}
