using Prcl.Client.Push;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Commands;

/// <summary><c>prcl push -</c>: pushes the files that standard input names, a line each, as the names come.</summary>
internal static class PushNames
{
    private const int AtOnce = 512;

    // How long a name waits for others to go along with it.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(0.5);

    /// <summary>Pushes them until the input ends.</summary>
    /// <param name="call">The command.</param>
    /// <param name="discovery">Finds labels and domains, anew for each few.</param>
    /// <param name="purpose">What the images are for.</param>
    /// <param name="every">Of how many names one is taken.</param>
    /// <param name="limits">Sizes and counts.</param>
    /// <exception cref="UsageException">The input holds no names.</exception>
    public static async Task<int> Push(CommandCall call, Func<PushDiscovery> discovery, ImagePurpose purpose, long every, PushLimits limits)
    {
        var run = await call.Run();
        var classes = ClassList.Parse(run.ClassesJson, $"run {run.Name}");
        var images = (await call.Connect()).Images;
        var (tally, notes, ignored, named, isWhole) = (new PushTally(classes), new SortedSet<string>(StringComparer.Ordinal), 0, 0L, false);
        try
        {
            await foreach (var names in Names(call))
            {
                string[] chosen = [.. names.Where(_ => named++ % every == 0)];
                foreach (var missing in chosen.Where(name => !Path.Exists(name)))
                {
                    tally.AddRefused(new RefusedFile(missing, "missing", "there is no such file"));
                }

                string[] present = [.. chosen.Where(Path.Exists)];
                if (present.Length > 0)
                {
                    var plan = discovery().Find(present);
                    ignored += plan.Ignored;
                    notes.UnionWith(plan.Notes);
                    Array.ForEach([.. plan.Problems], tally.AddRefused);
                    await new Pusher(images, call.Clock, limits, _ => { }).Push(run.Name, purpose, plan.Items, tally, call.Cancellation);
                }
            }

            isWhole = named > 0 ? true : throw new UsageException("standard input names no file; it takes file names, one a line");
        }
        finally
        {
            if (named > 0)
            {
                PushFiles.Report(call, run.Name, classes, tally, new PushPlan([], [], ignored, [.. notes]), isWhole);
            }
        }

        return tally.Refused.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async IAsyncEnumerable<string[]> Names(CommandCall call)
    {
        using var input = call.Input();
        var (names, next) = (new List<string>(), Next());
        while (await next is { } line)
        {
            do
            {
                if (line.Length > 0)
                {
                    names.Add(Checked(line));
                }

                next = Next();
            }
            while (names.Count < AtOnce && await Soon(next) && (line = await next) is not null);

            if (names.Count > 0)
            {
                yield return [.. names];
                names.Clear();
            }
        }

        Task<string?> Next() => input.ReadLineAsync(call.Cancellation).AsTask().WaitAsync(call.Cancellation);

        async Task<bool> Soon(Task task) => task.IsCompleted || await Task.WhenAny(task, Task.Delay(Together, call.Clock, call.Cancellation)) == task;
    }

    private static string Checked(string line) => Printable.IndexOfOther(line) < 0
        ? line
        : throw new UsageException("standard input takes file names, one a line; what came is none, but perhaps an image itself");
}
