using System.CommandLine;
using Prcl.Client.Import;
using Prcl.Client.Push;
using Prcl.Images.Import;

namespace Prcl.Client.Commands;

/// <summary><c>prcl classes</c>: makes a list of classes of what annotations say.</summary>
internal static class ClassesCommand
{
    public static Command Create(CommandFrame frame)
    {
        var arguments = new ImportArguments();
        var file = new Option<string?>("--out") { Description = "Where to write it [default: standard output]", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace FILE if it exists" };
        return frame.Define(
            "classes",
            "Make classes.json of what annotations in another form say, or of the colours of masks",
            ["prcl classes coco data/coco --out classes.json", "prcl classes colour camvid --labels camvid/LabeledApproved_full"],
            call => Task.FromResult(Make(call, arguments, call.Value(file), call.Value(force))),
            arguments.Format,
            arguments.Path,
            arguments.Labels,
            arguments.ReduceZeroLabel,
            file,
            force);
    }

    private static int Make(CommandCall call, ImportArguments arguments, string? file, bool force)
    {
        if (file is not null && (Directory.Exists(file) || (File.Exists(file) && !force)))
        {
            throw new UsageException(Directory.Exists(file) ? $"{file} is a folder; a file is needed" : $"{file} exists; --force replaces it");
        }

        var set = arguments.Read(call);
        RefusedFile[] refused = [.. set.Faults.Select(fault => new RefusedFile(fault.Path, fault.Reason, fault.Message))];
        ImportReport.Tell(call.Terminal, refused, []);
        if (set.Classes.Count == 0 && set.Items.Count == 0)
        {
            throw new UsageException($"{call.Value(arguments.Path)} says no class in the form '{call.Value(arguments.Format)}'");
        }

        var classes = ClassListMaker.Of(arguments.FormatOf(call), set, call.Value(arguments.Path));
        if (file is null)
        {
            call.Terminal.Out.WriteLine(classes.ToJson());
        }
        else
        {
            File.WriteAllText(file, classes.ToJson());
            call.Terminal.Line($"{file}: {classes.Count} classes, {classes.Ignore} is ignored");
        }

        return refused.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
