using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Storage;

namespace Prcl.Grains.Backups;

/// <summary>The grain states in a store, by run.</summary>
internal sealed class StoredStates
{
    private readonly Dictionary<string, List<(string State, string Key, string Blob)>> _byRun = new(StringComparer.Ordinal);

    /// <summary>Lists them.</summary>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public static async Task<StoredStates> List(IBlobStore blobs, CancellationToken cancellation)
    {
        var states = new StoredStates();
        await foreach (var entry in blobs.List("state/", cancellation))
        {
            if (entry.Name.Split('/') is [_, _, var state, var key])
            {
                states.Add(StateName.Unescape(state), StateName.Unescape(key), entry.Name);
            }
        }

        return states;
    }

    /// <summary>The states of a run's grains: which state, the grain's key, the blob.</summary>
    public IReadOnlyList<(string State, string Key, string Blob)> Of(string run) => _byRun.GetValueOrDefault(run, []);

    private void Add(string state, string key, string blob)
    {
        var run = PrclNames.RunOf(key);
        (_byRun.TryGetValue(run, out var own) ? own : _byRun[run] = []).Add((state, key, blob));
    }
}
