using System.Collections.Concurrent;

namespace Prcl.Grains.Ingest;

/// <summary>Refusals by run and reason since the silo started.</summary>
public sealed class RefusalCounters
{
    private readonly ConcurrentDictionary<(string Run, string Reason), long> _counts = new();

    /// <summary>Counts one.</summary>
    public void Count(string run, string reason) => _counts.AddOrUpdate((run, reason), 1, (_, n) => n + 1);

    /// <summary>A run is gone.</summary>
    public void Forget(string run)
    {
        foreach (var key in _counts.Keys.Where(k => k.Run == run))
        {
            _counts.TryRemove(key, out _);
        }
    }

    /// <summary>The counts of a run.</summary>
    public Dictionary<string, long> Of(string run) =>
        _counts.Where(c => c.Key.Run == run).ToDictionary(c => c.Key.Reason, c => c.Value, StringComparer.Ordinal);
}
