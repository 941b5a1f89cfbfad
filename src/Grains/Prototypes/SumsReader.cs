using System.Collections.Concurrent;
using Prcl.Grains.Models;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Grains.Prototypes;

/// <summary>
/// Reads the class sums of reports. All prototypes of a run on a silo fold the same report at the same time, so the newest
/// few are kept.
/// </summary>
/// <param name="models">Where reports are stored.</param>
public sealed class SumsReader(ModelStore models)
{
    private const int Kept = 8;
    private readonly ConcurrentQueue<string> _order = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<PrototypeSums?[]>>> _reports = new(StringComparer.Ordinal);

    /// <summary>The sums of a report by class; null for classes that it didn't see.</summary>
    /// <param name="blob">The report's sums blob.</param>
    /// <param name="classes">K.</param>
    public async Task<PrototypeSums?[]> Read(string blob, int classes)
    {
        var report = _reports.GetOrAdd(blob, name =>
        {
            _order.Enqueue(name);
            return new Lazy<Task<PrototypeSums?[]>>(() => Load(name, classes));
        });
        while (_order.Count > Kept && _order.TryDequeue(out var oldest))
        {
            _reports.TryRemove(oldest, out _);
        }

        try
        {
            return await report.Value;
        }
        catch
        {
            _reports.TryRemove(blob, out _);
            throw;
        }
    }

    private async Task<PrototypeSums?[]> Load(string blob, int classes)
    {
        using var state = await models.Read(blob);
        return [.. Enumerable.Range(0, classes).Select(k => LearnerState.Sums(state, "sums", k))];
    }
}
