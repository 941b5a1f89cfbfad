using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Contracts.Models;

namespace Prcl.Client.Commands;

/// <summary><c>prcl export</c>: a model version as a safetensors file.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandFrame frame)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where to write the safetensors file" };
        var version = new Option<string>("--version") { Description = "The version: a number or an alias [default: latest]", HelpName = "V" };
        var force = new Option<bool>("--force") { Description = "Replace FILE if it exists" };
        return frame.Define(
            "export",
            "Write a model version as a safetensors file: weights, prototypes, classes, settings",
            ["prcl export street.safetensors", "prcl export best.safetensors --version best --run street --force"],
            async call =>
            {
                var path = call.Value(file).ToString();
                var run = await call.Run();
                var written = await Write(path, call.Value(force), async stream =>
                    await (await call.Connect()).Models.Export(run.Name, call.Value(version) ?? "latest", stream, call.Cancellation));
                if (call.Json)
                {
                    call.Terminal.Json(new { run = run.Name, file = path, version = written.Version, imagesTrained = written.ImagesTrained, bytes = written.Length });
                }
                else
                {
                    call.Terminal.Line($"{path}: version {written.Version} of run {run.Name}, {Figures.Count(written.Length)} bytes");
                }

                return ExitCode.Done;
            },
            file,
            version,
            force,
            frame.Run,
            frame.Json);
    }

    // Beside its place first, so that FILE is either whole or as it was.
    private static async Task<ModelFile> Write(string path, bool force, Func<Stream, Task<ModelFile>> write)
    {
        if (Directory.Exists(path) || (File.Exists(path) && !force))
        {
            throw new UsageException(Directory.Exists(path) ? $"{path} is a folder; a file is needed" : $"{path} exists; --force replaces it");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"the folder {folder} doesn't exist");
        }

        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            ModelFile written;
            await using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                written = await write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, force);
            return written;
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
