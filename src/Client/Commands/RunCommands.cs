using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Images.Datasets;
using Spectre.Console;

namespace Prcl.Client.Commands;

/// <summary><c>prcl run …</c>: create, list, show, start, stop, change, rename, copy, compare and delete runs.</summary>
internal static class RunCommands
{
    private const int ShownClasses = 3;

    public static Command Create(CommandFrame frame)
    {
        var group = frame.Group("run", "Create, list, show, start, stop, change, rename, copy, compare and delete runs", []);
        group.Add(CreateRun(frame));
        group.Add(frame.Define("list", "List the runs", ["prcl run list", "prcl run list --json"], List, frame.Json));
        group.Add(OfOneRun(frame, "show", "Show a run's classes and settings", Show, frame.Json));
        group.Add(OfOneRun(frame, "start", "Start training, or go on", Start));
        group.Add(OfOneRun(frame, "stop", "Stop training after the open step", Stop));
        group.Add(SetRunCommand.Create(frame));
        group.Add(RenameRunCommand.Create(frame));
        group.Add(CopyRunCommand.Create(frame));
        group.Add(CompareRunsCommand.Create(frame));
        group.Add(DeleteRunCommand.Create(frame));
        group.Add(frame.Define("settings", "List every setting that a run has", ["prcl run settings"], Settings, frame.Json));
        return group;
    }

    private static Command CreateRun(CommandFrame frame)
    {
        var name = Name();
        var classes = new Option<FileInfo>("--classes") { Description = "The class list: names, colours, ignore id", HelpName = "FILE.json", Required = true };
        var settings = new Option<FileInfo>("--settings") { Description = "Settings, as one JSON object", HelpName = "FILE.json" };
        var set = new Option<string[]>("--set") { Description = "One setting; overrides the file", HelpName = "name=value", AllowMultipleArgumentsPerToken = true };
        classes.AcceptExistingOnly();
        settings.AcceptExistingOnly();

        return frame.Define(
            "create",
            "Create a run; it trains as soon as there are labelled images",
            ["prcl run create street --classes classes.json", "prcl run create street --classes classes.json --settings settings.json --set lease-seconds=60"],
            async call =>
            {
                var run = RunChoice.Checked(call.Value(name));
                var request = RunRequestFiles.Read(call.Value(classes)!.ToString(), call.Value(settings)?.ToString(), call.Value(set) ?? [], Environment.GetEnvironmentVariables());
                var notes = ClassList.Parse(request.ClassesJson, call.Value(classes)!.ToString()).Notes;
                var client = await call.Connect();
                var created = await client.Runs.Create(run, request, call.Cancellation);
                if (call.Json)
                {
                    call.Terminal.Json(RunDocument.Of(created));
                }
                else
                {
                    call.Terminal.Line($"run {created.Name}: {ClassNames.Of(created.ClassesJson).Length} classes, created {Figures.Time(created.CreatedUtc)} UTC");
                }

                foreach (var note in notes.Append(created.Note).OfType<string>())
                {
                    call.Terminal.Note("note: " + note);
                }

                return ExitCode.Done;
            },
            name,
            classes,
            settings,
            set,
            frame.Json);
    }

    private static Command OfOneRun(CommandFrame frame, string word, string description, Func<CommandCall, string, Task<int>> body, params Symbol[] options)
    {
        var name = Name();
        return frame.Define(word, description, [$"prcl run {word} street"], call => body(call, RunChoice.Checked(call.Value(name))), [name, .. options]);
    }

    private static Argument<string> Name() => new("NAME") { Description = $"The run's name: {PrclNames.Rule}" };

    private static async Task<int> List(CommandCall call)
    {
        var runs = await (await call.Connect()).Runs.List(call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(runs.Select(RunDocument.Of));
        }
        else
        {
            var table = new ResultTable().Text("Run", "Created (UTC)").Number("Epoch").Text("Classes");
            foreach (var run in runs)
            {
                table.Row(RunChoice.Title(run), Figures.Time(run.CreatedUtc), Figures.Count(run.Epoch), Some(ClassNames.Of(run.ClassesJson)));
            }

            call.Terminal.Show(table.Drawn);
            foreach (var run in runs.Where(r => r.Note is not null))
            {
                call.Terminal.Note($"{run.Name}: {run.Note}");
            }
        }

        return ExitCode.Done;
    }

    // The first few, and how many there are: "run show" has them all.
    private static string Some(string[] classes)
    {
        var shown = string.Join(", ", classes.Take(ShownClasses));
        return classes.Length > ShownClasses ? $"{classes.Length}: {shown}, …" : shown;
    }

    private static async Task<int> Show(CommandCall call, string name)
    {
        var run = await RunChoice.Choose((await call.Connect()).Runs, name, call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(RunDocument.Of(run));
        }
        else
        {
            ShowRun(call.Terminal, run);
        }

        return ExitCode.Done;
    }

    private static void ShowRun(Terminal terminal, RunDescription run)
    {
        terminal.Line($"run {RunChoice.Title(run)}, created {Figures.Time(run.CreatedUtc)} UTC, epoch {run.Epoch}");
        if (run.Note is { } note)
        {
            terminal.Line("note: " + note);
        }

        var classes = new ResultTable().Number("Id").Text("Class");
        foreach (var (id, name) in ClassNames.Of(run.ClassesJson).Index())
        {
            classes.Row(Figures.Count(id), name);
        }

        terminal.Show(classes.Drawn);
        var settings = new ResultTable().Text("Setting", "Value");
        foreach (var (setting, value) in run.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            settings.Row(setting, value);
        }

        terminal.Show(settings.Drawn);
    }

    private static async Task<int> Start(CommandCall call, string name)
    {
        var runs = (await call.Connect()).Runs;
        await runs.Start((await RunChoice.Choose(runs, name, call.Cancellation)).Name, call.Cancellation);
        call.Terminal.Line($"run {name} is started");
        return ExitCode.Done;
    }

    private static async Task<int> Stop(CommandCall call, string name)
    {
        var runs = (await call.Connect()).Runs;
        await runs.Stop((await RunChoice.Choose(runs, name, call.Cancellation)).Name, call.Cancellation);
        call.Terminal.Line($"run {name} is stopped");
        return ExitCode.Done;
    }

    private static async Task<int> Settings(CommandCall call)
    {
        var settings = await (await call.Connect()).Runs.Settings(call.Cancellation);
        if (call.Json)
        {
            call.Terminal.Json(settings);
        }
        else
        {
            // Five columns are too many for a screen of 80; in a pipe each setting is one line.
            foreach (var setting in settings)
            {
                var unit = setting.Unit.Length > 0 ? $" {setting.Unit}" : "";
                var heading = $"{setting.Name} = {(setting.Default.Length > 0 ? setting.Default + unit : "(empty)")}  [{setting.Range}]";
                if (call.Terminal.IsScreen)
                {
                    call.Terminal.Show(new Rows(new Text(Printable.Of(heading)), new Padder(new Text(Printable.Of(setting.Meaning)), new Padding(4, 0, 0, 0))));
                }
                else
                {
                    call.Terminal.Line($"{heading}: {setting.Meaning}");
                }
            }
        }

        return ExitCode.Done;
    }
}
