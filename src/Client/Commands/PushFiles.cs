using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Commands;

/// <summary>Sends files that were found, and reports.</summary>
internal static class PushFiles
{
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

    /// <summary>Tells what became of files, their labels' classes, and whether all of it was settled.</summary>
    public static void Report(CommandCall call, string run, ClassList classes, PushTally tally, PushPlan plan, bool whole)
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
}
