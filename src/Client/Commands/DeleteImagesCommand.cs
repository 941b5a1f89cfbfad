using System.CommandLine;

namespace Prcl.Client.Commands;

/// <summary><c>prcl images delete</c>: removes images from a run.</summary>
internal static class DeleteImagesCommand
{
    private const int HashLength = 64;

    public static Command Create(CommandFrame frame)
    {
        var hashes = new Argument<string[]>("SHA256") { Description = "The images' SHA-256, as \"prcl images --json\" shows it", Arity = ArgumentArity.OneOrMore };
        var yes = new Option<bool>("--yes") { Description = "Really delete them: this can't be undone" };
        return frame.Define(
            "delete",
            "Delete images with their labels; what has been learned from them stays",
            ["prcl images delete 6c1f… --yes", "prcl images delete 6c1f… 09ab… --run street --yes --json"],
            call => Delete(call, [.. call.Value(hashes).Select(Checked).Distinct()], call.Value(yes)),
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
        var deleted = await (await call.Connect()).Images.Delete(run.Name, hashes, call.Cancellation);
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

    private static string Checked(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigit)
        ? text.ToLowerInvariant()
        : throw new UsageException($"'{text}' is no SHA-256; it must be {HashLength} hexadecimal digits");
}
