using System.CommandLine;
using System.Globalization;
using Prcl.Client.Export;
using Prcl.Client.Output;

namespace Prcl.Client.Commands;

/// <summary><c>prcl export</c>: a model version as a file.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandFrame frame)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where to write it; its extension, .safetensors or .onnx, says the format" };
        var version = new Option<string>("--version") { Description = "The version: a number or an alias [default: latest]", HelpName = "V" };
        var format = new Option<string>("--format") { Description = "safetensors or onnx, for a FILE without extension", HelpName = "NAME" };
        var from = new Option<FileInfo>("--from") { Description = "Turn a file that prcl export wrote into ONNX, without a silo", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace FILE if it exists" };
        return frame.Define(
            "export",
            "Write a model version as a file: weights, prototypes, classes and settings (safetensors), or the network that predicts (ONNX)",
            [
                "prcl export street.safetensors", "prcl export street.onnx", "prcl export best.safetensors --version best --run street --force",
                "prcl export street.onnx --from street.safetensors",
            ],
            async call =>
            {
                var path = call.Value(file).ToString();
                var target = new TargetFile(path, call.Value(force));
                var (written, bytes) = (ExportFormats.Of(path, call.Value(format)), call.Value(from)?.ToString()) switch
                {
                    (ExportFormat.Onnx, { } source) when call.Value(version) is null => await Convert(call, target, source),
                    (_, not null) => throw new UsageException("--from turns a file into ONNX: FILE has to be .onnx, and --version is of a run"),
                    (ExportFormat.Onnx, null) => await Download(call, target, call.Value(version) ?? "latest"),
                    _ => await Export(call, target, call.Value(version) ?? "latest"),
                };
                if (call.Json)
                {
                    call.Terminal.Json(new { run = written.Run, file = path, version = written.Version, imagesTrained = written.ImagesTrained, bytes });
                }
                else
                {
                    call.Terminal.Line($"{path}: version {written.Version} of run {written.Run}, {Figures.Count(bytes)} bytes");
                }

                return ExitCode.Done;
            },
            file,
            version,
            format,
            from,
            force,
            frame.Run,
            frame.Json);
    }

    private static async Task<(Exported Written, long Bytes)> Export(CommandCall call, TargetFile target, string version)
    {
        target.Check();
        var run = await call.Run();
        Exported? written = null;
        var bytes = await target.Write(async stream =>
        {
            var file = await (await call.Connect()).Models.Export(run.Name, version, stream, call.Cancellation);
            written = new Exported(run.Name, file.Version, file.ImagesTrained);
        });
        return (written!, bytes);
    }

    // The safetensors file lies beside the other one meanwhile, where there has to be room anyway.
    private static async Task<(Exported Written, long Bytes)> Download(CommandCall call, TargetFile target, string version)
    {
        target.Check();
        var source = target.Beside + ".safetensors";
        var between = new TargetFile(source, force: false);
        try
        {
            var (written, _) = await Export(call, between, version);
            return await Convert(call, target, source, $"version {written.Version} of run {written.Run}");
        }
        finally
        {
            File.Delete(source);
        }
    }

    private static async Task<(Exported Written, long Bytes)> Convert(CommandCall call, TargetFile target, string source, string? name = null)
    {
        target.Check();
        using var model = ModelFile.Open(source, name);
        var written = new Exported(model.Metadata.GetValueOrDefault("run") ?? "", Number("version"), Number("images_trained"));
        return (written, await target.Write(stream => OnnxExport.Write(model, stream, call.Cancellation)));

        long Number(string key) => long.TryParse(model.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private sealed record Exported(string Run, long Version, long ImagesTrained);
}
