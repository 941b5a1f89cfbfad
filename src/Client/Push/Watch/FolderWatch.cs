using Prcl.Client.Images;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push.Watch;

/// <summary>
/// Pushes what settles in a folder, as long as it is asked to. Nothing is remembered between two watches: what the run holds is skipped, so one that is
/// begun again goes on where the last one ended.
/// </summary>
/// <param name="files">The folder's files.</param>
/// <param name="discover">Finds labels and domains of files, and what can't be pushed.</param>
/// <param name="every">Of how many settled files one is pushed.</param>
/// <param name="done">Told of each file that is done with, pushed or passed over; null: it stays where it is.</param>
/// <param name="clock">Waits while storage is unavailable.</param>
internal sealed class FolderWatch(SettledFiles files, Func<IReadOnlyCollection<string>, PushPlan> discover, int every, Action<string>? done, TimeProvider clock)
{
    private const int AtOnce = 512;

    // What is refused for want of room may be taken another time.
    private static readonly string[] Passing = ["outOfRoom", "overQuota", "busy", "storageUnavailable"];
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _settled;

    /// <summary>Looks once, and pushes what has settled since.</summary>
    /// <param name="images">The calls.</param>
    /// <param name="run">The run.</param>
    /// <param name="purpose">What the images are for.</param>
    /// <param name="tally">What becomes of them.</param>
    /// <param name="cancellation">Stops it; what was sent is sent, and the next look goes on.</param>
    /// <returns>How many files are done with.</returns>
    /// <exception cref="IOException">The folder can't be read now.</exception>
    public async Task<int> Look(ImageCalls images, string run, ImagePurpose purpose, PushTally tally, CancellationToken cancellation)
    {
        var settled = files.Look(AtOnce);
        if (settled.Length == 0)
        {
            return 0;
        }

        string[] chosen = [.. settled.Where((_, i) => (_settled + i) % every == 0)];
        var refused = await Push(images, run, purpose, chosen, tally, cancellation);
        _settled += settled.Length;
        foreach (var file in settled)
        {
            if (!refused.TryGetValue(file, out var reason))
            {
                files.Done(file);
                done?.Invoke(file);
            }
            else if (Passing.Contains(reason))
            {
                files.Later(file, Pause);
            }
            else
            {
                files.Done(file);
            }
        }

        return settled.Length;
    }

    // Why each of them was refused.
    private async Task<Dictionary<string, string>> Push(ImageCalls images, string run, ImagePurpose purpose, string[] chosen, PushTally tally, CancellationToken cancellation)
    {
        var plan = chosen.Any(File.Exists) ? discover(chosen) : new PushPlan([], [], 0, []);
        var own = new PushTally();
        foreach (var problem in plan.Problems)
        {
            own.AddRefused(problem);
        }

        await new Pusher(images, clock, new PushLimits(CallsInFlight: 1), _ => { }).Push(run, purpose, plan.Items, own, cancellation);
        tally.Add(own);
        return own.Refused.GroupBy(file => Path.GetFullPath(file.File)).ToDictionary(f => f.Key, f => f.First().Reason, StringComparer.Ordinal);
    }
}
