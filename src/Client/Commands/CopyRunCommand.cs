using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Images.Datasets;

namespace Prcl.Client.Commands;

/// <summary><c>prcl run copy</c>: another run that begins with a version of one that is there.</summary>
internal static class CopyRunCommand
{
    private const string Newest = "latest";

    public static Command Create(CommandFrame frame)
    {
        var from = new Argument<string>("FROM") { Description = "The run whose version, classes and settings are taken" };
        var to = new Argument<string>("TO") { Description = $"The new run's name: {PrclNames.Rule}" };
        var version = new Option<string?>("--version") { Description = $"The version to begin with: a number or an alias [default: {Newest}]", HelpName = "V" };
        var set = new Option<string[]>("--set") { Description = "A setting that the new run has otherwise", HelpName = "name=value", AllowMultipleArgumentsPerToken = true };
        var classes = new Option<FileInfo>("--classes") { Description = "A list of classes that goes on where the other run's ends", HelpName = "FILE.json" };
        classes.AcceptExistingOnly();
        return frame.Define(
            "copy",
            "Create a run that begins with the weights of another one's version, without its images and prototypes",
            ["prcl run copy street avenue", "prcl run copy street bikes --classes more.json", "prcl run copy street trial --version best --set learning-rate=0.003 contrast-weight=0"],
            call => Carry(call, RunChoice.Checked(call.Value(from)), RunChoice.Checked(call.Value(to)), call.Value(version) ?? Newest, call.Value(classes)?.ToString(), call.Value(set) ?? []),
            from,
            to,
            version,
            classes,
            set,
            frame.Json);
    }

    private static async Task<int> Carry(CommandCall call, string from, string to, string version, string? classesFile, string[] pairs)
    {
        var grown = classesFile is null ? null : ClassList.Read(classesFile);
        var client = await call.Connect();
        var source = await RunChoice.Choose(client.Runs, from, call.Cancellation);
        var number = await client.Models.Find(source.Name, version, call.Cancellation);

        // What the weights were when the source began doesn't matter: a version brings its own.
        var settings = new Dictionary<string, string>(source.Settings, StringComparer.Ordinal) { ["weights"] = "" };
        RunRequestFiles.Take(pairs, settings);
        var created = await client.Runs.Create(to, new RunRequest(grown?.ToJson() ?? source.ClassesJson, settings, new ModelOrigin(source.Name, number)), call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(RunDocument.Of(created));
        }
        else
        {
            call.Terminal.Line($"run {created.Name}: begins with version {number} of {source.Name}, created {Figures.Time(created.CreatedUtc)} UTC; it has no images yet");
            if (ClassNames.Of(created.ClassesJson)[ClassNames.Of(source.ClassesJson).Length..] is { Length: > 0 } added)
            {
                call.Terminal.Line($"new classes, about which that version knows nothing: {string.Join(", ", added)}");
            }
        }

        if (created.Note is { } note)
        {
            call.Terminal.Note("note: " + note);
        }

        return ExitCode.Done;
    }
}
