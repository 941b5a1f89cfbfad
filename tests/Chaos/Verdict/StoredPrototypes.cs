using System.Text.Json;
using Prcl.Chaos.Ledger;
using Prcl.Grains.Blobs;

namespace Prcl.Chaos.Verdict;

/// <summary>The stored states of the prototype grains.</summary>
internal static class StoredPrototypes
{
    /// <summary>By class: the rounds folded in, and the sums.</summary>
    public static async Task<(long Round, Evidence? Sums)[]> Read(IBlobStore blobs, string run, int classes)
    {
        var states = new (long, Evidence?)[classes];
        await foreach (var entry in blobs.List("state/"))
        {
            // state/{grain type}/{state name}/{key}, the key's slash as _2F.
            var parts = entry.Name.Split('/');
            if (parts is [_, _, "prototype", var key] && key.StartsWith(run + "_2F", StringComparison.Ordinal) && await blobs.Read(entry.Name) is { } content)
            {
                using var document = JsonDocument.Parse(content.Bytes);
                var state = document.RootElement.GetProperty("state");
                var sums = state.GetProperty("sums");
                states[int.Parse(key[(run.Length + 3)..], System.Globalization.CultureInfo.InvariantCulture)] =
                    (state.GetProperty("round").GetInt64(), sums.ValueKind == JsonValueKind.Null ? null : ToEvidence(sums));
            }
        }

        return states;
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
