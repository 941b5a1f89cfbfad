using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Metrics;

namespace Prcl.Grains.Damage;

/// <summary>What this silo has found damaged in its storage since it started: each told once in the log, counted, and shown by its health.</summary>
/// <param name="logger">Where it is told.</param>
public sealed partial class DamageBook(ILogger<DamageBook> logger)
{
    // Whoever damages more has been told enough; the check lists everything.
    private const int Capacity = 100;
    private readonly ConcurrentDictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <summary>What was found, in order of names.</summary>
    public string[] Found => [.. _found.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value)];

    /// <summary>Something is damaged.</summary>
    /// <param name="what">The blob, or the grain whose state it is.</param>
    /// <param name="reason">What is wrong, in a line that names it.</param>
    public void Note(string what, string reason)
    {
        if (_found.Count < Capacity && _found.TryAdd(what, reason))
        {
            GrainMeters.Damaged();
            LogDamaged(what, reason);
        }
    }

    /// <summary>Notes a failure that tells of damage, and lets every failure pass.</summary>
    internal async Task Watch(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (Noted(what, failure))
        {
            throw;
        }
    }

    private bool Noted(string what, Exception failure)
    {
        if (Damages.Is(failure))
        {
            Note(what, failure.Message);
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Damaged: {What}: {Reason} ('prcl-silo check' lists what is damaged, and what a repair loses)")]
    private partial void LogDamaged(string what, string reason);
}
