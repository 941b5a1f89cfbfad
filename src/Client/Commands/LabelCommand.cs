using System.CommandLine;
using System.Security.Cryptography;
using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Commands;

/// <summary><c>prcl label</c>: gives an image that a run has a label.</summary>
internal static class LabelCommand
{
    private const int HashLength = 64;

    public static Command Create(CommandFrame frame)
    {
        var image = new Argument<string>("IMAGE") { Description = "The image: its SHA-256, as \"prcl suggest\" shows it, or its file" };
        var mask = new Argument<FileInfo>("MASK") { Description = "A PNG of class ids, of the image's size" };
        mask.AcceptExistingOnly();
        var binary = new Option<bool>("--binary") { Description = "The mask holds 0 and another number, mostly 255: classes 0 and 1" };
        return frame.Define(
            "label",
            "Give an image that the run has a label, or another one",
            ["prcl label next/a.png next/a.mask.png", "prcl label 6c1f… mask.png --run street"],
            call => Label(call, call.Value(image), call.Value(mask).ToString(), call.Value(binary)),
            image,
            mask,
            binary,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Label(CommandCall call, string image, string mask, bool isBinary)
    {
        var sha256 = await HashOf(image, call.Cancellation);
        var file = await File.ReadAllBytesAsync(mask, call.Cancellation);
        var run = await call.Run();
        var reply = await (await call.Connect()).Images.Label(run.Name, sha256, isBinary ? Classes(mask, file) : file, call.Cancellation);
        var isHeld = reply.Outcome is IngestOutcome.Stored or IngestOutcome.AlreadyStored;
        if (call.Json)
        {
            call.Terminal.Json(new { sha256, reply.Outcome, reply.Message });
        }
        else if (isHeld)
        {
            call.Terminal.Line(reply.Outcome == IngestOutcome.Stored ? $"{image}: labelled" : $"{image}: has this label already");
        }

        if (!isHeld)
        {
            call.Terminal.Note(FileLine.Of(mask, reply.Message));
        }

        return isHeld ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<string> HashOf(string image, CancellationToken cancellation)
    {
        if (image.Length == HashLength && image.All(char.IsAsciiHexDigit))
        {
            return image.ToLowerInvariant();
        }

        if (!File.Exists(image))
        {
            throw new UsageException($"'{image}' is neither a SHA-256, {HashLength} hexadecimal digits, nor a file");
        }

        await using var file = File.OpenRead(image);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    private static byte[] Classes(string mask, byte[] file)
    {
        try
        {
            return BinaryMask.ToClasses(file);
        }
        catch (InvalidDataException failure)
        {
            throw new UsageException($"{mask}: {failure.Message}");
        }
    }
}
