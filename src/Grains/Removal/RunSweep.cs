using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Grains.Damage;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Removal;

/// <summary>
/// Removes what a deleted run has left. First checkpoints, reports, rounds and states, then the files of its images that no other run has
/// (<see cref="FileCollector"/>, with its two looks), and the logs, which name these, at last. Each step may be cut off, and done again: a restart begins
/// anew with what is there. It is over when nothing has come for as long as anybody could still be writing.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="tombstones">Where it is noted that nothing is left.</param>
/// <param name="blobs">Where everything is.</param>
/// <param name="refers">Whether any partition of any other run refers to these files; fails rather than leave one out.</param>
/// <param name="time">Tells the time.</param>
/// <param name="isPinned">Whether a backup needs what is there.</param>
internal sealed class RunSweep(DeletedRun run, Tombstones tombstones, IBlobStore blobs, Func<string[], Task<bool[]>> refers, TimeProvider time, Func<Task<bool>> isPinned)
{
    private readonly string _folder = $"runs/{run.Id}/";
    private readonly List<(StreamIndex Index, FileCollector Collector)> _files = [];
    private bool _areLogsRead;
    private long? _emptySince;

    /// <summary>Why files of its images stay for good; null: they don't.</summary>
    public string? Lost { get; private set; }

    /// <summary>Goes as far as is possible now.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    /// <exception cref="BlobStorageException">The storage failed; asking again is right.</exception>
    public async Task<bool> Sweep()
    {
        if (await isPinned())
        {
            return false;
        }

        var removed = await Remove(IsNeededForImages) + await RemoveStates();
        await ReadLogs();
        foreach (var (_, collector) in _files)
        {
            await collector.Collect();
        }

        if (_files.TrueForAll(f => f.Index.Uncollected.Count == 0) && !await isPinned())
        {
            removed += await Remove(_ => false);
            _emptySince = removed > 0 ? time.GetTimestamp() : _emptySince ?? time.GetTimestamp();
            if (time.GetElapsedTime(_emptySince.Value) >= FileCollector.Grace)
            {
                await tombstones.NoteSwept(run);
                return true;
            }
        }

        return false;
    }

    private bool IsNeededForImages(string name) => name.StartsWith(_folder + "stream/", StringComparison.Ordinal);

    private async Task<int> Remove(Predicate<string> isKept)
    {
        var names = await blobs.List(_folder).Select(b => b.Name).Where(n => !isKept(n)).ToArrayAsync();

        // A log that is cut off while it goes stays one: what confirms its length first, then its segments from the last one on.
        foreach (var name in names.OrderByDescending(n => n.EndsWith(".confirmed", StringComparison.Ordinal)).ThenByDescending(n => n, StringComparer.Ordinal))
        {
            await blobs.Delete(name);
        }

        return names.Length;
    }

    private async Task<int> RemoveStates()
    {
        var states = (await StoredStates.List(blobs, CancellationToken.None)).Of(run.Id);
        foreach (var (_, _, blob) in states)
        {
            await blobs.Delete(blob);
        }

        return states.Count;
    }

    // Every image counts as deleted, and what had been deleted before is looked at once more.
    private async Task ReadLogs()
    {
        if (_areLogsRead)
        {
            return;
        }

        _files.Clear();
        await foreach (var partition in blobs.Folders(_folder + "stream/"))
        {
            var index = new StreamIndex();
            try
            {
                await AppendLog.Open(blobs, $"{_folder}stream/{partition}", new AppendLogOptions { Time = time }, record => index.Apply(StreamRecord.Decode(record.Payload.Span)));
            }
            catch (Exception failure) when (Damages.Is(failure))
            {
                Lost = failure.Message;
            }

            foreach (var image in index.List(0, int.MaxValue, onlyQuarantined: false))
            {
                index.Apply(new StreamRecord { Deleted = new DeletedLogged(image.Sequence) });
            }

            _files.Add((index, new FileCollector(index, state: null, blobs, refers, time, isPinned)));
        }

        _areLogsRead = true;
    }
}
