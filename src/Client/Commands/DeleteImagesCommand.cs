using System.CommandLine;
using Prcl.Client.Images;

namespace Prcl.Client.Commands;

/// <summary><c>prcl images delete</c>: removes images from a run.</summary>
internal static class DeleteImagesCommand
{
    public static Command Create(CommandFrame frame)
    {
        var hashes = new Argument<string[]>("SHA256") { Description = "The images' ids: their SHA-256, or as many of its first digits as tell them apart", Arity = ArgumentArity.OneOrMore };
        var yes = new Option<bool>("--yes") { Description = "Really delete them: this can't be undone" };
        return frame.Define(
            "delete",
            "Delete images with their labels; what has been learned from them stays",
            ["prcl images delete 6c1f09 --yes", "prcl images delete 6c1f09 09ab77 --run street --yes --json"],
            call => Delete(call, [.. call.Value(hashes).Select(ImageIds.Checked).Distinct()], call.Value(yes)),
            hashes,
            yes,
            frame.Run,
            frame.Json);
    }

    private static async Task<int> Delete(CommandCall call, string[] hashes, bool isConfirmed)
    {
        if (!isConfirmed)
        {
            throw new UsageException($"deleting {hashes.Length} image(s) can't be undone; --yes does it");
        }

        var run = await call.Run();
        var images = (await call.Connect()).Images;
        hashes = await ImageIds.Find(images, run, hashes, call.Cancellation);
        var deleted = await images.Delete(run.Name, hashes, call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(hashes.Zip(deleted, (sha256, isDeleted) => new { sha256, deleted = isDeleted }));
            return ExitCode.Done;
        }

        foreach (var (sha256, isDeleted) in hashes.Zip(deleted))
        {
            call.Terminal.Line(isDeleted ? $"{sha256}: deleted" : $"{sha256}: run {run.Name} doesn't have it");
        }

        return ExitCode.Done;
    }
}
