using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Commands;

/// <summary><c>prcl push</c>: sends images and labels into a run.</summary>
internal static class PushCommand
{
    public static Command Create(CommandFrame frame)
    {
        var paths = new Argument<FileSystemInfo[]?>("PATH")
        {
            Description = "Images, or folders of images; a folder with images/ (and labels/) in it is a domain of its name",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var labels = new Option<DirectoryInfo>("--labels") { Description = "Where labels are: DIR/a.png for a.jpg", HelpName = "DIR" };
        labels.AcceptExistingOnly();
        var unlabelled = new Option<bool>("--unlabelled") { Description = "Take every PNG and JPEG named for an image, and no label for any" };
        var binary = BinaryLabels();
        var domain = new Option<string?>("--domain") { Description = "The images' domain [default: the folder's name]", HelpName = "NAME" };
        var purpose = new Option<string>("--purpose") { Description = "What the images are for", HelpName = "train|evaluate", DefaultValueFactory = _ => "train" };
        purpose.AcceptOnlyFromAmong("train", "evaluate");
        var watch = new Option<DirectoryInfo>("--watch") { Description = "Push what settles in a folder, until Ctrl-C", HelpName = "DIR" };
        watch.AcceptExistingOnly();
        var moveTo = new Option<string?>("--move-to") { Description = "Where files of the watched folder go that are done with [default: they stay]", HelpName = "DIR" };
        var every = WholeNumber.Option("--every", "Push one image of so many, in order of their names [default: 1]", "N", 1);
        var inOrder = new Option<bool>("--in-order") { Description = "One call at a time, so that the run's log keeps the files' order" };

        return frame.Define(
            "push",
            "Push images, and labels where there are any; what the run holds already is skipped",
            [
                "prcl push photos --run street",
                "prcl push a.jpg b.jpg --labels masks --domain rain",
                "prcl push data/0016E5 --purpose evaluate",
                "prcl push --watch /var/camera --move-to /var/pushed --every 10",
            ],
            call =>
            {
                var source = new LabelSource(call.Value(labels)?.ToString(), call.Value(binary), call.Value(unlabelled));
                if (source is { IsNone: true, Folder: not null } or { IsNone: true, IsBinary: true })
                {
                    throw new UsageException("--unlabelled takes no labels, so it can't go with --labels or --binary");
                }

                var (named, chosen, step) = (Checked(call.Value(domain)), PurposeOf(call.Value(purpose)!), call.Value(every) ?? 1);
                string[] files = [.. (call.Optional(paths) ?? []).Select(path => path.ToString())];
                if (call.Value(watch) is { } watched)
                {
                    return source.Folder is not null ? throw new UsageException("--watch takes labels from where data sets keep them, so it can't go with --labels")
                        : files.Length == 0 ? PushWatch.Watch(call, watched.ToString(), call.Value(moveTo), (int)Math.Min(step, int.MaxValue), chosen, () => new PushDiscovery(source, named, chosen))
                        : throw new UsageException("--watch takes one folder, and no paths beside it");
                }

                if (files.Length == 0 || call.Value(moveTo) is not null)
                {
                    throw new UsageException(files.Length == 0 ? "name images or folders (PATH), or a folder to --watch" : "--move-to goes with --watch");
                }

                var plan = Every(step, new PushDiscovery(source, named, chosen).Find(files));
                var limits = call.Value(inOrder) ? new PushLimits(CallsInFlight: 1) : new PushLimits();
                return Push(call, plan, [(PurposeOf(call.Value(purpose)!), plan.Items)], limits);
            },
            paths,
            labels,
            unlabelled,
            binary,
            domain,
            purpose,
            inOrder,
            watch,
            moveTo,
            every,
            frame.Run,
            frame.Json);
    }

    /// <summary>The option for labels of two numbers.</summary>
    public static Option<bool> BinaryLabels() => new("--binary") { Description = "Labels are masks: 0 becomes class 0, their other number class 1" };

    /// <summary>Sends what was found and tells what became of it.</summary>
    /// <param name="call">The command.</param>
    /// <param name="plan">What was found, and what can't be sent.</param>
    /// <param name="parts">The plan's items by purpose.</param>
    /// <param name="limits">Sizes and counts.</param>
    public static async Task<int> Push(CommandCall call, PushPlan plan, IReadOnlyList<(ImagePurpose Purpose, IReadOnlyList<PushItem> Items)> parts, PushLimits limits)
    {
        if (plan.Items.Count + plan.Problems.Count == 0)
        {
            throw new UsageException("there are no images (.jpg, .jpeg, .png) in what is named");
        }

        var run = await call.Run();
        var classes = ClassList.Parse(run.ClassesJson, $"run {run.Name}");
        var tally = new PushTally(classes);
        foreach (var problem in plan.Problems)
        {
            tally.AddRefused(problem);
        }

        var images = (await call.Connect()).Images;
        var whole = false;
        try
        {
            await FileProgress.Show(call, "pushing", plan.Items.Count, async settled =>
            {
                foreach (var (purpose, items) in parts)
                {
                    await new Pusher(images, call.Clock, limits, settled).Push(run.Name, purpose, items, tally, call.Cancellation);
                }
            });
            whole = true;
        }
        finally
        {
            Report(call, run.Name, classes, tally, plan, whole);
        }

        return tally.Refused.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Report(CommandCall call, string run, ClassList classes, PushTally tally, PushPlan plan, bool whole)
    {
        var refused = tally.Refused;
        foreach (var file in refused)
        {
            call.Terminal.Note("refused " + FileLine.Of(file.File, file.Message));
        }

        string[] notes = [.. plan.Notes, .. tally.Notes];
        foreach (var note in notes)
        {
            call.Terminal.Note("note: " + note);
        }

        if (call.Json)
        {
            call.Terminal.Json(PushDocument.Of(run, classes, tally, plan, whole, notes));
            return;
        }

        var stored = tally.Stored == 0 ? "0 stored" : $"{tally.Stored} stored ({tally.Labelled} with a label, {tally.Stored - tally.Labelled} without)";
        call.Terminal.Line($"{stored}, {tally.Skipped} skipped (held already), {refused.Length} refused"
            + (plan.Ignored > 0 ? $"; {plan.Ignored} other files ignored" : ""));
        if (tally.Shares is { } shares)
        {
            var parts = shares.Classes.Index().Where(share => share.Item > 0).Select(share => $"{classes.Classes[share.Index].Name} {Figures.Share(share.Item)} %").Append($"ignored {Figures.Share(shares.Ignored)} %");
            call.Terminal.Line($"pixels of {tally.Labelled} {(tally.Labelled == 1 ? "label" : "labels")}: {string.Join(", ", parts)}");
        }

        if (!whole)
        {
            call.Terminal.Note("cut short: pushing again sends only what is missing");
        }
    }

    private static PushPlan Every(long step, PushPlan plan) => step == 1 ? plan : plan with { Items = [.. plan.Items.Where((_, i) => i % step == 0)] };

    private static string? Checked(string? domain) => domain is null || PrclNames.IsName(domain)
        ? domain
        : throw new UsageException($"'{domain}' can't be a domain: {PrclNames.Rule}");

    private static ImagePurpose PurposeOf(string word) => word == "evaluate" ? ImagePurpose.Evaluate : ImagePurpose.Train;
}
