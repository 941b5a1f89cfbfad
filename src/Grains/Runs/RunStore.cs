using System.Collections.Concurrent;
using System.Text.Json;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Removal;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>
/// The runs as created: one blob each, never changed, kept in memory after the first look. Whether one was deleted is looked at again and again.
/// </summary>
/// <param name="blobs">Where they are stored.</param>
/// <param name="time">Tells how long ago that was; null: the machine's.</param>
public sealed class RunStore(IBlobStore blobs, TimeProvider? time = null)
{
    private const string Format = "prcl.run";

    // Of a storage that doesn't answer nobody waits for more than that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _generations = new(StringComparer.Ordinal);
    private readonly Tombstones _deleted = new(blobs);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>How long a run is taken to be there after it was looked for: a deletion is heard of everywhere by then, where the storage answers.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The run of this name, or null.</summary>
    /// <exception cref="InvalidDataException">The blob is damaged or of another version.</exception>
    public async Task<RunRecord?> Find(string name)
    {
        if (!PrclNames.IsName(name))
        {
            return null;
        }

        if (!_known.TryGetValue(name, out var known))
        {
            return await Look(name);
        }

        if (!known.IsDue(_time))
        {
            return known.Run;
        }

        try
        {
            return await _deleted.Has(known.Run.Id).WaitAsync(Patience, _time) ? await Forget(name, known) : known.Run;
        }
        catch (Exception failure) when (failure is BlobStorageException or TimeoutException)
        {
            // A storage that is away deletes nothing.
            return known.Run;
        }
    }

    /// <summary>The run of this name, or null, as it is at this moment: for whoever keeps it.</summary>
    /// <inheritdoc cref="Find"/>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public async Task<RunRecord?> FindNow(string name) => !PrclNames.IsName(name) ? null
        : _known.TryGetValue(name, out var known) && !await _deleted.Has(known.Run.Id) ? known.Run
        : await Forget(name, known);

    /// <summary>The run of this name.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    public async Task<RunRecord> Get(string name) => await Find(name) ?? throw Missing(name);

    /// <summary>The run of this name as it is at this moment.</summary>
    /// <inheritdoc cref="Get"/>
    public async Task<RunRecord> GetNow(string name) => await FindNow(name) ?? throw Missing(name);

    /// <summary>The run with this id, deleted or not; null when there is none.</summary>
    /// <inheritdoc cref="Find"/>
    public async Task<RunRecord?> FindById(string id)
    {
        if (await blobs.Read(BlobOf(id)) is { } blob)
        {
            return new RunRecord(Parse(BlobOf(id), blob.Bytes));
        }

        // The copy is written after the run, so a run without its first blob has lost it.
        return await blobs.Exists(CopyOf(id))
            ? throw new InvalidDataException($"{BlobOf(id)} is missing, and its copy {CopyOf(id)} is there; 'prcl-silo check --repair' puts it back.")
            : null;
    }

    /// <summary>How many runs of a name were deleted: the generation of the one that is there, or may be created.</summary>
    public async Task<int> Generation(string name)
    {
        // Tombstones stay, so nobody looks twice for one.
        var generation = _generations.GetValueOrDefault(name);
        while (PrclNames.IsName(name) && await _deleted.Has(RunId.Of(name, generation)))
        {
            _generations[name] = ++generation;
        }

        return generation;
    }

    /// <summary>Stores a new run.</summary>
    /// <exception cref="BlobConflictException">There is one of this name.</exception>
    public async Task Create(RunRecord run)
    {
        var envelope = new Envelope(Format, 1, run.Description);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(envelope, JsonSerializerOptions.Web);
        await blobs.Write(BlobOf(run.Id), bytes, BlobCondition.MustNotExist);
        await blobs.Write(CopyOf(run.Id), bytes, BlobCondition.Any);
        _known[run.Description.Name] = new Known(run, _time);
    }

    /// <summary>Deletes a run: from now on there is none of this name, until another one is created. A repeat is harmless.</summary>
    /// <exception cref="BlobStorageException">The storage failed; whether it is deleted is unknown, and asking again is right.</exception>
    public async Task Delete(RunRecord run)
    {
        await _deleted.Add(run.Id, _time.GetUtcNow().UtcDateTime);
        _known.TryRemove(run.Description.Name, out _);
    }

    /// <summary>Bytes of everything that is stored of a run but its images.</summary>
    public async Task<long> Bytes(RunRecord run) => await blobs.List($"runs/{run.Id}/").Select(b => b.Length).SumAsync();

    /// <summary>Makes sure that a run has its copy: a crash may have come before it, or the run is older than copies are.</summary>
    public async Task RequireCopy(RunRecord run)
    {
        if (!await blobs.Exists(CopyOf(run.Id)) && await blobs.Read(BlobOf(run.Id)) is { } blob)
        {
            await blobs.Write(CopyOf(run.Id), blob.Bytes, BlobCondition.Any);
        }
    }

    /// <summary>The names that have folders: one may be in the making, damaged, or deleted.</summary>
    public async Task<string[]> Names() =>
        [.. (await blobs.Folders("runs/").ToArrayAsync()).Select(RunId.NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The ids of folders that may be runs, and of none that was deleted; likewise.</summary>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public async Task<string[]> Ids(CancellationToken cancellation = default)
    {
        var deleted = await _deleted.Ids(cancellation);
        var ids = await blobs.Folders("runs/", cancellation).ToArrayAsync(cancellation);
        return [.. ids.Where(id => RunId.Parse(id) is { } run && deleted.Count(d => RunId.NameOf(d) == run.Name) == run.Generation).Order(StringComparer.Ordinal)];
    }

    /// <summary>Every run, by name.</summary>
    /// <exception cref="InvalidDataException">One of them is damaged: whoever asks for all can't do with the others.</exception>
    /// <exception cref="BlobStorageException">Likewise, or the storage failed.</exception>
    public async Task<RunDescription[]> List()
    {
        // A run that is being created isn't there yet.
        return [.. (await Task.WhenAll((await Names()).Select(Find))).OfType<RunRecord>().Select(r => r.Description)];
    }

    /// <summary>How many runs there are.</summary>
    public async Task<int> Count() => (await List()).Length;

    /// <summary>The run whose name differs from this one in the case of letters only, or null: on some disks both would be one folder.</summary>
    public async Task<string?> FindSimilar(string name)
    {
        foreach (var other in await Names())
        {
            if (other != name && string.Equals(other, name, StringComparison.OrdinalIgnoreCase) && await Find(other) is not null)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The blob of a run as created. There is a run when there is this, and no <see cref="Tombstones">tombstone</see>.</summary>
    internal static string BlobOf(string id) => $"runs/{id}/run.json";

    /// <summary>The same bytes once more: without them nobody knows a run's classes and settings.</summary>
    internal static string CopyOf(string id) => $"runs/{id}/run-copy.json";

    /// <summary>The run in a blob's bytes.</summary>
    /// <exception cref="InvalidDataException">They are damaged or of another version.</exception>
    internal static RunDescription Parse(string blob, byte[] bytes)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<Envelope>(bytes, JsonSerializerOptions.Web);
            return envelope is { Format: Format, Version: 1, Run: not null }
                ? envelope.Run with { Settings = FormerSettings.Renew(envelope.Run.Settings) }
                : throw new InvalidDataException($"{blob} is '{envelope?.Format}' version {envelope?.Version}; this program reads '{Format}' version 1.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{blob} is damaged: {error.Message}", error);
        }
    }

    private async Task<RunRecord?> Forget(string name, Known? known)
    {
        if (known is not null)
        {
            _known.TryRemove(KeyValuePair.Create(name, known));
        }

        return await Look(name);
    }

    private async Task<RunRecord?> Look(string name)
    {
        var run = await FindById(RunId.Of(name, await Generation(name)));
        return run is null ? null : _known.GetOrAdd(name, new Known(run, _time)).Run;
    }

    private static PrclRequestException Missing(string name) => new($"There is no run '{name}'.") { Code = RequestErrorCode.NoSuchRun };

    private sealed class Known(RunRecord run, TimeProvider time)
    {
        private long _lookedAt = time.GetTimestamp();

        public RunRecord Run => run;

        /// <summary>Whether somebody should look; if so, that is the caller, and others go on meanwhile.</summary>
        public bool IsDue(TimeProvider now)
        {
            var before = Interlocked.Read(ref _lookedAt);
            return now.GetElapsedTime(before) >= Memory && Interlocked.CompareExchange(ref _lookedAt, now.GetTimestamp(), before) == before;
        }
    }

    private sealed record Envelope(string Format, int Version, RunDescription Run);
}
