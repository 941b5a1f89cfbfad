using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Client.Push.Watch;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Commands;

/// <summary><c>prcl push --watch</c>: pushes what settles in a folder until Ctrl-C, through restarts of the silo.</summary>
internal static class PushWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Watches.</summary>
    /// <param name="call">The command.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="moveTo">Where files go that are done with; null: they stay.</param>
    /// <param name="every">Of how many files one is pushed.</param>
    /// <param name="purpose">What the images are for.</param>
    /// <param name="discovery">Finds labels and domains, anew for each look.</param>
    public static async Task<int> Watch(CommandCall call, string folder, string? moveTo, int every, ImagePurpose purpose, Func<PushDiscovery> discovery)
    {
        var (full, to) = (Path.GetFullPath(folder), moveTo is null ? null : Path.GetFullPath(moveTo));
        if (to == full)
        {
            throw new UsageException("--move-to is the watched folder itself");
        }

        var run = await call.Run();
        var done = to is null ? null : new DoneFolder(full, to, call.Terminal.Note);
        var watch = new FolderWatch(new SettledFiles(full, to, call.Clock), paths => discovery().Find(paths), every, done is null ? null : done.Take, call.Clock);
        var client = await call.Connect();
        if (!call.Json)
        {
            call.Terminal.Note($"watching {folder}; Ctrl-C ends it");
        }

        using var timer = new PeriodicTimer(Period, call.Clock);
        do
        {
            var tally = new PushTally();
            try
            {
                if (await watch.Look(client.Images, run.Name, purpose, tally, call.Cancellation) > 0)
                {
                    Tell(call, tally);
                }
            }
            catch (Exception failure) when (SteadyConnection.IsLost(failure))
            {
                client = await SteadyConnection.Again(call);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                call.Terminal.Note($"{folder} can't be read now: {failure.Message}");
            }
        }
        while (await timer.WaitForNextTickAsync(call.Cancellation));
        return ExitCode.Interrupted;
    }

    private static void Tell(CommandCall call, PushTally tally)
    {
        foreach (var file in tally.Refused)
        {
            call.Terminal.Note("refused " + FileLine.Of(file.File, file.Message));
        }

        if (call.Json)
        {
            call.Terminal.JsonLine(new { tally.Stored, tally.Labelled, tally.Skipped, tally.Refused });
        }
        else
        {
            call.Terminal.Line($"{tally.Stored} stored ({tally.Labelled} with a label), {tally.Skipped} skipped (held already), {tally.Refused.Length} refused");
        }
    }
}
