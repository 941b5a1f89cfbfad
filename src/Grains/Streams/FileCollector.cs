using Prcl.Grains.Blobs;
using Prcl.Grains.Images;

namespace Prcl.Grains.Streams;

/// <summary>
/// Removes the files of deleted images once nothing in any run refers to them. A file goes only when two looks, a time apart that no
/// push takes between storing a file and logging it, find it unchanged and unreferred; a push that finds its file there already writes it
/// again after logging it. So no file goes that an acknowledged image needs, whichever way the two interleave.
/// </summary>
/// <param name="index">The partition's deletions.</param>
/// <param name="state">How far it has got; the caller's own blob. Null: a restart begins anew.</param>
/// <param name="blobs">Where files are.</param>
/// <param name="refers">Whether any partition of any run refers to these files; fails rather than leave one out.</param>
/// <param name="time">Tells the time.</param>
/// <param name="isPinned">Whether a backup needs what is there: then it goes later; null where none is made.</param>
internal sealed class FileCollector(
    StreamIndex index, IPersistentState<CollectorState>? state, IBlobStore blobs, Func<string[], Task<bool[]>> refers, TimeProvider time, Func<Task<bool>>? isPinned = null)
{
    /// <summary>The least time between the two looks; a push that takes half of it writes its file again.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private const int AtOnce = 1000;

    // One after the other a look would take a storage's latency times a thousand.
    private const int Together = 32;
    private readonly Dictionary<string, (string ETag, DateTimeOffset Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>Looks once at what may go.</summary>
    /// <exception cref="BlobStorageException">The storage failed; looking again is right.</exception>
    public async Task Collect()
    {
        // Those that have to wait are left alone meanwhile, and don't stand in others' way.
        var began = time.GetUtcNow();
        Deletion[] deletions = [.. index.Uncollected.Where(d => !Array.Exists(d.Sha256, file => IsWaiting(file, began))).Take(AtOnce)];
        if (deletions.Length == 0 || (isPinned is not null && await isPinned()))
        {
            return;
        }

        string[] files = [.. deletions.SelectMany(d => d.Sha256).Distinct()];
        var referred = await refers(files);
        var settled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in files.Zip(referred).Chunk(Together))
        {
            var found = await Task.WhenAll(some.Select(f => f.Second ? Task.FromResult<string?>(null) : Look(f.First, began)));
            foreach (var ((file, _), etag) in some.Zip(found))
            {
                Note(file, etag, settled);
            }
        }

        // Not those that have come meanwhile: what they were of may have been what was referred to.
        index.Uncollected.RemoveAll(d => d.Ordinal <= deletions[^1].Ordinal && d.Sha256.All(settled.Contains));
        await Save();
    }

    private bool IsWaiting(string sha256, DateTimeOffset now) => _seen.TryGetValue(sha256, out var seen) && now - seen.Since < Grace;

    private void Note(string sha256, string? etag, HashSet<string> settled)
    {
        if (etag is null)
        {
            // Gone, or whoever refers to it collects it one day.
            settled.Add(sha256);
            _seen.Remove(sha256);
        }
        else if (!_seen.TryGetValue(sha256, out var seen) || seen.ETag != etag)
        {
            _seen[sha256] = (etag, time.GetUtcNow());
        }
    }

    // Removes the file if it may go: its ETag, or null when it is gone. Several are made at a time, so what was seen isn't changed here.
    private async Task<string?> Look(string sha256, DateTimeOffset began)
    {
        var name = ImageBlobs.NameOf(ContentHash.Parse(sha256));
        if (await blobs.Head(name) is not { } file)
        {
            return null;
        }

        if (!_seen.TryGetValue(sha256, out var seen) || seen.ETag != file.ETag || IsWaiting(sha256, began))
        {
            return file.ETag;
        }

        try
        {
            await blobs.Delete(name, file.ETag);
            return null;
        }
        catch (BlobConflictException)
        {
            // Written meanwhile: the next look begins anew.
            return file.ETag;
        }
    }

    private async Task Save()
    {
        var below = index.Uncollected.Count > 0 ? index.Uncollected[0].Ordinal : index.Deletions;
        if (state is not null && below > state.State.CollectedBelow)
        {
            state.State.CollectedBelow = below;
            await state.WriteStateAsync();
        }
    }
}
