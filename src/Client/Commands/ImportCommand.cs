using System.CommandLine;
using Prcl.Client.Import;
using Prcl.Client.Push;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;
using Prcl.Images.Import;

namespace Prcl.Client.Commands;

/// <summary><c>prcl import</c>: labels in the forms of other tools, into a run or into a folder of this project's form.</summary>
internal static class ImportCommand
{
    private const string Train = "train";
    private const string Evaluate = "evaluate";

    public static Command Create(CommandFrame frame)
    {
        var options = new ImportSwitches();
        return frame.Define(
            "import",
            "Import images with labels in the form of another tool",
            [
                "prcl import coco data/coco --run street",
                "prcl import voc VOC2012 --classes classes.json --dry-run --contact-sheet voc.png",
                "prcl import label-studio export --out street --map Auto=car",
            ],
            call => Import(call, options, call.Value(frame.Run) is not null),
            [.. options.Symbols, frame.Run, frame.Json]);
    }

    private static async Task<int> Import(CommandCall call, ImportSwitches options, bool hasRun)
    {
        options.Check(call);
        var map = options.MapOf(call);
        var output = call.Value(options.Output);
        var isPushed = output is null && !call.Value(options.DryRun);
        var set = options.Arguments.Read(call);
        var (items, notes) = options.Chosen(call, set);
        var (classes, note) = await ClassesOf(call, options, set, isPushed || hasRun);
        var binding = new ClassBinding(classes, map, call.Value(options.Uncovered) ?? (options.Arguments.FormatOf(call).IgnoresUncovered ? ClassBinding.IgnoreWord : null));
        Bind(binding, items, call.Value(options.Arguments.Path));

        using var folder = output is null ? null : new OutputFolder(output);
        using var scratch = folder is null ? new ScratchFolder() : null;
        var pass = new ImportPass(binding, folder?.Labels ?? scratch!.Path);
        var sheet = call.Value(options.ContactSheet) is null ? null : new ContactSheet(classes, items.Count);
        await FileProgress.Show(call, "drawing", items.Count, settled => Task.Run(() => pass.Run(items, (item, labels) =>
        {
            sheet?.Add(item.ImagePath, labels);
            settled(1);
        }, call.Cancellation)));
        binding.ThrowIfMissing(call.Value(options.Arguments.Path));
        sheet?.Write(call.Value(options.ContactSheet)!);

        RefusedFile[] refused = [.. set.Faults.Select(fault => new RefusedFile(fault.Path, fault.Reason, fault.Message)), .. pass.Refused];
        string[] told = [.. set.Notes, .. notes, .. note, .. binding.Unused.Select(name => $"--map {name}: the annotations have no such class")];
        if (pass.Files.Count + refused.Length == 0)
        {
            ImportReport.Tell(call.Terminal, [], told);
            throw new UsageException($"there is no image with a label in {call.Value(options.Arguments.Path)} in the form '{call.Value(options.Arguments.Format)}'");
        }

        return isPushed ? await Push(call, options, pass, refused, told) : await Finish(call, options, pass, classes, folder, refused, told);
    }

    private static async Task<(ClassList Classes, string[] Note)> ClassesOf(CommandCall call, ImportSwitches options, ImportSet set, bool ofRun)
    {
        var path = call.Value(options.Arguments.Path);
        var given = call.Value(options.Classes) is { } file ? ClassList.Read(file.ToString()) : null;
        if (!ofRun)
        {
            return given is not null ? (given, [])
                : (ClassListMaker.Of(options.Arguments.FormatOf(call), set, path), ["without --classes, the classes are those that the annotations say"]);
        }

        var run = await call.Run();
        var own = ClassList.Parse(run.ClassesJson, $"run {run.Name}");
        return given is null || (given.Ignore == own.Ignore && given.Classes.Select(entry => entry.Name).SequenceEqual(own.Classes.Select(entry => entry.Name)))
            ? (given ?? own, [])
            : throw new UsageException($"{call.Value(options.Classes)} isn't the list of classes of the run {run.Name}; leave --classes out to use the run's");
    }

    // What is known to be missing is said before anything is drawn.
    private static void Bind(ClassBinding binding, IReadOnlyList<ImportItem> items, string path)
    {
        foreach (var source in items.Where(item => item.Drawing.KnowsClasses).SelectMany(item => item.Drawing.Classes).Distinct())
        {
            binding.IdOf(source);
        }

        binding.ThrowIfMissing(path);
    }

    private static Task<int> Push(CommandCall call, ImportSwitches options, ImportPass pass, RefusedFile[] refused, string[] notes)
    {
        var domain = options.DomainOf(call);
        var parts = pass.Files.GroupBy(file => PurposeOf(call, options, file.Item.Split)).OrderBy(part => part.Key).Select(part => (part.Key, (IReadOnlyList<PushItem>)[.. part.Select(file => new PushItem(
            file.Item.ImagePath, file.LabelPath, domain, (FileContent.Length(file.Item.ImagePath) ?? 0) + (FileContent.Length(file.LabelPath) ?? 0)) { LabelName = file.Item.AnnotationPath })])).ToArray();
        return PushFiles.Push(call, new PushPlan([.. parts.SelectMany(part => part.Item2)], refused, 0, notes), parts, new PushLimits());
    }

    private static async Task<int> Finish(
        CommandCall call, ImportSwitches options, ImportPass pass, ClassList classes, OutputFolder? folder, RefusedFile[] refused, string[] notes)
    {
        if (folder is not null)
        {
            await FileProgress.Show(call, "copying", pass.Files.Count, settled => Task.Run(() => folder.Finish(pass.Files, classes, settled, call.Cancellation)));
        }

        notes = [.. notes, .. classes.Notes, .. pass.Parts.SelectMany(part => part.Labels.Notes().Select(note => part.Split.Length == 0 ? note : $"{part.Split}: {note}"))];
        var document = new ImportDocument(
            call.Value(options.Arguments.Format),
            call.Value(options.Output),
            pass.Files.Count,
            [.. classes.Classes.Select(entry => entry.Name)],
            [.. pass.Parts.Select(part => ImportedPart.Of(part, PurposeOf(call, options, part.Split) == ImagePurpose.Train ? Train : Evaluate, classes))],
            refused,
            notes);
        ImportReport.Tell(call.Terminal, refused, notes);
        if (call.Json)
        {
            call.Terminal.Json(document);
        }
        else
        {
            ImportReport.Show(call.Terminal, document, classes);
        }

        return refused.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static ImagePurpose PurposeOf(CommandCall call, ImportSwitches options, string split) =>
        call.Value(options.Purpose) switch
        {
            Train => ImagePurpose.Train,
            Evaluate => ImagePurpose.Evaluate,
            _ => Splits.IsToMeasure(split) ? ImagePurpose.Evaluate : ImagePurpose.Train,
        };

    private sealed class ScratchFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("prcl-import-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
