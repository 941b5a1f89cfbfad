using System.Collections.Concurrent;
using System.Text.Json;
using Prcl.Client.Images;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Push;

/// <summary>Sends a plan's images: asks which ones the run knows, sends the others in batches, several calls at a time.</summary>
/// <param name="images">The calls.</param>
/// <param name="clock">Waits while storage is unavailable.</param>
/// <param name="limits">Sizes and counts.</param>
/// <param name="settled">Told how many files have just been settled, one way or the other; may be called concurrently.</param>
internal sealed class Pusher(ImageCalls images, TimeProvider clock, PushLimits limits, Action<int> settled)
{
    private const int ItemsAtATime = 512;
    private const int FilesHashedAtATime = 4;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly SeenPictures _seen = new();
    private readonly List<(PushItem Item, string First)> _repeats = [];

    /// <summary>
    /// Pushes the items. The tally counts as answers come in, so that it holds when this is cut short; pushing again
    /// then sends only what is missing.
    /// </summary>
    /// <exception cref="PrclRequestException">The run doesn't exist any more.</exception>
    public async Task Push(string run, ImagePurpose purpose, IEnumerable<PushItem> items, PushTally tally, CancellationToken cancellation)
    {
        foreach (var chunk in items.Chunk(ItemsAtATime))
        {
            var unknown = await LeaveOutKnown(run, purpose, chunk, tally, cancellation);
            await Parallel.ForEachAsync(
                PushBatches.Of(unknown, limits),
                new ParallelOptions { MaxDegreeOfParallelism = limits.CallsInFlight, CancellationToken = cancellation },
                async (batch, stop) => await Send(run, purpose, batch, tally, stop));
        }

        SettleRepeats(tally);
    }

    // What became of a picture's first file is known only now.
    private void SettleRepeats(PushTally tally)
    {
        var refused = tally.Refused.Select(file => file.File).ToHashSet(StringComparer.Ordinal);
        foreach (var (item, first) in _repeats)
        {
            if (refused.Contains(first))
            {
                Refuse(item, "samePicture", $"it is the same picture as {first}, which is refused", tally);
            }
            else
            {
                tally.AddSkipped();
                settled(1);
            }
        }

        _repeats.Clear();
    }

    private async Task<List<PushItem>> LeaveOutKnown(string run, ImagePurpose purpose, PushItem[] chunk, PushTally tally, CancellationToken cancellation)
    {
        var fingerprints = new ConcurrentDictionary<PushItem, ImageFingerprint>();
        await Parallel.ForEachAsync(
            chunk,
            new ParallelOptions { MaxDegreeOfParallelism = FilesHashedAtATime, CancellationToken = cancellation },
            async (item, stop) =>
            {
                if (item.Bytes > limits.FileBytes)
                {
                    Refuse(item, "tooLarge", $"{item.Bytes:N0} bytes with its label; at most {limits.FileBytes:N0}", tally);
                    return;
                }

                await Reading(item, tally, async () => fingerprints[item] = await Fingerprints.Of(item, purpose, stop));
            });

        PushItem[] readable = [.. chunk.Where(item => fingerprints.TryGetValue(item, out var file) && IsNew(item, file, tally))];
        if (readable.Length == 0)
        {
            return [];
        }

        var known = await images.Known(run, [.. readable.Select(item => fingerprints[item])], cancellation);
        var unknown = new List<PushItem>();
        for (var i = 0; i < readable.Length; i++)
        {
            if (known[i])
            {
                tally.AddSkipped();
                settled(1);
            }
            else
            {
                unknown.Add(readable[i]);
            }
        }

        return unknown;
    }

    // The same picture a second time is no second image: it is left out, or refused where it contradicts the first one.
    private bool IsNew(PushItem item, ImageFingerprint file, PushTally tally)
    {
        if (_seen.Of(item, file) is not { } first)
        {
            return true;
        }

        if (SeenPictures.Contradiction(first, item, file) is { } contradiction)
        {
            Refuse(item, "samePicture", contradiction, tally);
        }
        else
        {
            _repeats.Add((item, first.Item.ImagePath));
        }

        return false;
    }

    private async Task Send(string run, ImagePurpose purpose, PushItem[] batch, PushTally tally, CancellationToken cancellation)
    {
        var waiting = await Load(batch, purpose, tally, cancellation);
        for (var attempt = 1; waiting.Count > 0; attempt++)
        {
            waiting = await Look(run, waiting, cancellation);
            var replies = await images.Push(run, [.. waiting.Select(loaded => loaded.Push)], cancellation);
            var unsettled = new List<(PushItem Item, ImagePush Push)>();
            var wait = TimeSpan.Zero;
            foreach (var (loaded, reply) in waiting.Zip(replies))
            {
                if (reply.Outcome is IngestOutcome.StorageUnavailable or IngestOutcome.ChangedSince && attempt < limits.Attempts)
                {
                    unsettled.Add(loaded);
                    wait = Later(wait, reply.RetryAfter ?? DefaultWait);
                }
                else
                {
                    Settle(loaded.Item, loaded.Push, reply, tally);
                }
            }

            waiting = unsettled;
            if (waiting.Count > 0)
            {
                await Task.Delay(wait, clock, cancellation);
            }
        }
    }

    // A label that is delivered late must not replace one that was pushed after it.
    private async Task<List<(PushItem Item, ImagePush Push)>> Look(string run, List<(PushItem Item, ImagePush Push)> loaded, CancellationToken cancellation)
    {
        var labelled = loaded.FindAll(l => l.Push.Label is not null);
        if (labelled.Count == 0)
        {
            return loaded;
        }

        var seen = new Queue<SeenImage>(await images.Look(run, [.. labelled.Select(l => Fingerprints.Of(l.Push.Image))], cancellation));
        return loaded.ConvertAll(l => l.Push.Label is null ? l : (l.Item, l.Push with { Seen = seen.Dequeue() }));
    }

    private async Task<List<(PushItem Item, ImagePush Push)>> Load(PushItem[] batch, ImagePurpose purpose, PushTally tally, CancellationToken cancellation)
    {
        var loaded = new List<(PushItem, ImagePush)>(batch.Length);
        foreach (var item in batch)
        {
            await Reading(item, tally, async () => loaded.Add((item, await item.Load(purpose, cancellation))));
        }

        return loaded;
    }

    private async Task Reading(PushItem item, PushTally tally, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (InvalidDataException exception)
        {
            Refuse(item, "badLabel", exception.Message, tally);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refuse(item, "unreadable", FolderListing.Why(item.ImagePath, exception), tally);
        }
    }

    private void Settle(PushItem item, ImagePush push, IngestReply reply, PushTally tally)
    {
        switch (reply.Outcome)
        {
            case IngestOutcome.Stored:
                tally.AddStored(reply.Message, push.Label, item.LabelName);
                settled(1);
                break;
            case IngestOutcome.AlreadyStored:
                tally.AddSkipped();
                settled(1);
                break;
            case IngestOutcome.NoSuchRun:
                throw new PrclRequestException(reply.Message);
            case IngestOutcome.BadLabel when push.Label is not null:
                tally.AddAdvice(push.Label);
                goto default;
            default:
                Refuse(item, JsonNamingPolicy.CamelCase.ConvertName(reply.Outcome.ToString()), reply.Message, tally);
                break;
        }
    }

    private void Refuse(PushItem item, string reason, string message, PushTally tally)
    {
        tally.AddRefused(new RefusedFile(item.ImagePath, reason, message));
        settled(1);
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) =>
        TimeSpan.FromTicks(Math.Clamp(Math.Max(a.Ticks, b.Ticks), ShortestWait.Ticks, LongestWait.Ticks));
}
