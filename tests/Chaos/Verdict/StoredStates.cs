using System.Text.Json;
using Prcl.Chaos.Ledger;
using Prcl.Grains.Blobs;

namespace Prcl.Chaos.Verdict;

/// <summary>The stored states of a run's prototype and stream grains.</summary>
internal static class StoredStates
{
    /// <summary>Rounds below this one are folded by every prototype and every stream.</summary>
    public static async Task<long> FoldedBelow(IBlobStore blobs, string run)
    {
        var below = long.MaxValue;
        await foreach (var entry in blobs.List("state/"))
        {
            if (IsOf(entry.Name, run, out var name, out _) && (name is "prototype" or "stream") && await blobs.Read(entry.Name) is { } content)
            {
                using var document = JsonDocument.Parse(content.Bytes);
                below = Math.Min(below, document.RootElement.GetProperty("state").GetProperty("round").GetInt64());
            }
        }

        return below;
    }

    /// <summary>By class: the rounds folded in, and the sums.</summary>
    public static async Task<(long Round, Evidence? Sums)[]> Prototypes(IBlobStore blobs, string run, int classes)
    {
        var states = new (long, Evidence?)[classes];
        await foreach (var entry in blobs.List("state/"))
        {
            if (IsOf(entry.Name, run, out var name, out var key) && name == "prototype" && await blobs.Read(entry.Name) is { } content)
            {
                using var document = JsonDocument.Parse(content.Bytes);
                var state = document.RootElement.GetProperty("state");
                var sums = state.GetProperty("sums");
                states[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] =
                    (state.GetProperty("round").GetInt64(), sums.ValueKind == JsonValueKind.Null ? null : ToEvidence(sums));
            }
        }

        return states;
    }

    // state/{grain type}/{state name}/{run}_2F{key}
    private static bool IsOf(string blob, string run, out string name, out string key)
    {
        var prefix = run + "_2F";
        if (blob.Split('/') is [_, _, var state, var grain] && grain.StartsWith(prefix, StringComparison.Ordinal))
        {
            (name, key) = (state, grain[prefix.Length..]);
            return true;
        }

        (name, key) = ("", "");
        return false;
    }

    private static Evidence ToEvidence(JsonElement sums)
    {
        string[] parts = ["precision", "information", "secondMoment"];
        return new Evidence(
            [.. parts.SelectMany(part => sums.GetProperty(part).EnumerateArray().Select(v => v.GetDouble()))],
            sums.GetProperty("count").GetDouble(),
            sums.GetProperty("clock").GetDouble());
    }
}
