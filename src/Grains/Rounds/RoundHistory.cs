using System.Text.Json;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Rounds;

/// <summary>The manifests of committed rounds: the history from which every grain can be rebuilt.</summary>
/// <param name="blobs">Where they are stored.</param>
public sealed class RoundHistory(IBlobStore blobs)
{
    private const string Format = "prcl.round";

    /// <summary>The manifest of a round; null while it isn't committed.</summary>
    /// <exception cref="InvalidDataException">The blob is damaged or of another version.</exception>
    public async Task<RoundManifest?> Find(string run, long round)
    {
        var blob = await blobs.Read(BlobOf(run, round));
        if (blob is null)
        {
            return null;
        }

        var envelope = JsonSerializer.Deserialize<Envelope>(blob.Bytes, JsonSerializerOptions.Web);
        return envelope is { Format: Format, Version: 1, Manifest: not null }
            ? envelope.Manifest
            : throw new InvalidDataException($"{BlobOf(run, round)} is '{envelope?.Format}' version {envelope?.Version}; this program reads '{Format}' version 1.");
    }

    /// <summary>Commits a round: one conditional write.</summary>
    /// <exception cref="BlobConflictException">The round is committed already, by this activation's earlier try or by another one.</exception>
    public Task Commit(string run, RoundManifest manifest) => blobs.Write(
        BlobOf(run, manifest.Round), JsonSerializer.SerializeToUtf8Bytes(new Envelope(Format, 1, manifest), JsonSerializerOptions.Web), BlobCondition.MustNotExist);

    /// <summary>Removes a manifest that every grain has folded.</summary>
    public Task Remove(string run, long round) => blobs.Delete(BlobOf(run, round));

    private static string BlobOf(string run, long round) => $"runs/{run}/rounds/{round:D12}.json";

    private sealed record Envelope(string Format, int Version, RoundManifest Manifest);
}
