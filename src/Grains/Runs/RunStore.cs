using System.Collections.Concurrent;
using System.Text.Json;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>The runs as created: one blob each, never changed, kept in memory after the first look.</summary>
/// <param name="blobs">Where they are stored.</param>
public sealed class RunStore(IBlobStore blobs)
{
    private const string Format = "prcl.run";
    private readonly ConcurrentDictionary<string, RunRecord> _known = new(StringComparer.Ordinal);

    /// <summary>The run of this name, or null.</summary>
    /// <exception cref="InvalidDataException">The blob is damaged or of another version.</exception>
    public async Task<RunRecord?> Find(string name)
    {
        if (!PrclNames.IsName(name))
        {
            return null;
        }

        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (await blobs.Read(BlobOf(name)) is not { } blob)
        {
            // The copy is written after the run, so a run without its first blob has lost it.
            return await blobs.Exists(CopyOf(name))
                ? throw new InvalidDataException($"{BlobOf(name)} is missing, and its copy {CopyOf(name)} is there; 'prcl-silo check --repair' puts it back.")
                : null;
        }

        return _known.GetOrAdd(name, new RunRecord(Parse(BlobOf(name), blob.Bytes)));
    }

    /// <summary>The run of this name.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    public async Task<RunRecord> Get(string name) =>
        await Find(name) ?? throw new PrclRequestException($"There is no run '{name}'.") { Code = RequestErrorCode.NoSuchRun };

    /// <summary>Stores a new run.</summary>
    /// <exception cref="BlobConflictException">There is one of this name.</exception>
    public async Task Create(RunRecord run)
    {
        var envelope = new Envelope(Format, 1, run.Description);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(envelope, JsonSerializerOptions.Web);
        await blobs.Write(BlobOf(run.Description.Name), bytes, BlobCondition.MustNotExist);
        await blobs.Write(CopyOf(run.Description.Name), bytes, BlobCondition.Any);
        _known[run.Description.Name] = run;
    }

    /// <summary>Makes sure that a run has its copy: a crash may have come before it, or the run is older than copies are.</summary>
    public async Task RequireCopy(string name)
    {
        if (!await blobs.Exists(CopyOf(name)) && await blobs.Read(BlobOf(name)) is { } blob)
        {
            await blobs.Write(CopyOf(name), blob.Bytes, BlobCondition.Any);
        }
    }

    /// <summary>The names of folders that may be runs: one may be in the making, or damaged.</summary>
    public async Task<string[]> Names() => [.. (await blobs.Folders("runs/").ToArrayAsync()).Order(StringComparer.Ordinal)];

    /// <summary>Every run, by name.</summary>
    /// <exception cref="InvalidDataException">One of them is damaged: whoever asks for all can't do with the others.</exception>
    /// <exception cref="BlobStorageException">Likewise, or the storage failed.</exception>
    public async Task<RunDescription[]> List()
    {
        var names = await blobs.Folders("runs/").ToArrayAsync();

        // A run that is being created isn't there yet.
        return [.. (await Task.WhenAll(names.Select(Find))).OfType<RunRecord>().Select(r => r.Description).OrderBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <summary>How many runs there are.</summary>
    public async Task<int> Count() => (await List()).Length;

    /// <summary>The run whose name differs from this one in the case of letters only, or null: on some disks both would be one folder.</summary>
    public async Task<string?> FindSimilar(string name)
    {
        await foreach (var other in blobs.Folders("runs/"))
        {
            if (other != name && string.Equals(other, name, StringComparison.OrdinalIgnoreCase) && await Find(other) is not null)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The blob of a run as created. There is a run when there is this.</summary>
    internal static string BlobOf(string name) => $"runs/{name}/run.json";

    /// <summary>The same bytes once more: without them nobody knows a run's classes and settings.</summary>
    internal static string CopyOf(string name) => $"runs/{name}/run-copy.json";

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

    private sealed record Envelope(string Format, int Version, RunDescription Run);
}
