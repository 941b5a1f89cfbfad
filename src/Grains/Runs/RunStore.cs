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

        var blob = await blobs.Read(BlobOf(name));
        return blob is null ? null : _known.GetOrAdd(name, new RunRecord(Read(name, blob)));
    }

    /// <summary>The run of this name.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    public async Task<RunRecord> Get(string name) =>
        await Find(name) ?? throw new PrclRequestException($"There is no run '{name}'.");

    /// <summary>Stores a new run.</summary>
    /// <exception cref="BlobConflictException">There is one of this name.</exception>
    public async Task Create(RunRecord run)
    {
        var envelope = new Envelope(Format, 1, run.Description);
        await blobs.Write(BlobOf(run.Description.Name), JsonSerializer.SerializeToUtf8Bytes(envelope, JsonSerializerOptions.Web), BlobCondition.MustNotExist);
        _known[run.Description.Name] = run;
    }

    /// <summary>Every run, by name.</summary>
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

    private static string BlobOf(string name) => $"runs/{name}/run.json";

    private static RunDescription Read(string name, BlobContent blob)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<Envelope>(blob.Bytes, JsonSerializerOptions.Web);
            return envelope is { Format: Format, Version: 1, Run: not null }
                ? envelope.Run with { Settings = FormerSettings.Renew(envelope.Run.Settings) }
                : throw new InvalidDataException($"{BlobOf(name)} is '{envelope?.Format}' version {envelope?.Version}; this program reads '{Format}' version 1.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{BlobOf(name)} is damaged: {error.Message}", error);
        }
    }

    private sealed record Envelope(string Format, int Version, RunDescription Run);
}
