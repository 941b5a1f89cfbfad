using System.Globalization;
using System.Text.Json;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Rounds;

/// <summary>The manifests of committed rounds: the history from which every grain can be rebuilt.</summary>
/// <param name="blobs">Where they are stored.</param>
public sealed class RoundHistory(IBlobStore blobs)
{
    private const string Format = "prcl.round";

    // A program that doesn't know of roll-backs must not fold one like a round without reports.
    private const int Plain = 1;
    private const int WithRewind = 2;

    /// <summary>The manifest of a round; null while it isn't committed.</summary>
    /// <exception cref="InvalidDataException">The blob is damaged or of another version.</exception>
    public async Task<RoundManifest?> Find(string run, long round)
    {
        var blob = await blobs.Read(BlobOf(run, round));
        if (blob is null)
        {
            return null;
        }

        var envelope = Parse(run, round, blob.Bytes);
        return envelope is { Format: Format, Version: Plain or WithRewind, Manifest: not null }
            ? envelope.Manifest
            : throw new InvalidDataException(
                $"{BlobOf(run, round)} is '{envelope?.Format}' version {envelope?.Version}; this program reads '{Format}' versions {Plain} and {WithRewind}.");
    }

    /// <summary>The committed rounds whose manifests are kept, ascending.</summary>
    public async IAsyncEnumerable<long> Kept(string run)
    {
        await foreach (var entry in blobs.List(FolderOf(run)))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(entry.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var round))
            {
                yield return round;
            }
        }
    }

    /// <summary>
    /// What is wrong with the manifests for somebody who has folded the rounds below one: they end before it, or one that is to be folded
    /// is missing; null when all that are needed are there.
    /// </summary>
    public async Task<string?> Fault(string run, long folded)
    {
        long newest = -1, due = folded;
        await foreach (var round in Kept(run))
        {
            newest = round;
            if (round > due)
            {
                return $"the manifest of round {due} ({BlobOf(run, due)}) is missing, and that of round {round} is there";
            }

            due += round == due ? 1 : 0;
        }

        return newest < folded - 1
            ? $"the rounds below {folded} are folded already, but {(newest < 0 ? "there is no manifest" : $"the newest manifest is that of round {newest}")}: "
                + "the storage has lost rounds, or was put together from two times"
            : null;
    }

    /// <summary>Commits a round: one conditional write.</summary>
    /// <exception cref="BlobConflictException">The round is committed already, by this activation's earlier try or by another one.</exception>
    public Task Commit(string run, RoundManifest manifest)
    {
        var envelope = new Envelope(Format, manifest.Rewind is null ? Plain : WithRewind, manifest);
        return blobs.Write(BlobOf(run, manifest.Round), JsonSerializer.SerializeToUtf8Bytes(envelope, JsonSerializerOptions.Web), BlobCondition.MustNotExist);
    }

    /// <summary>
    /// Whether a round that is there had been committed and removed before, and was written again by an activation that slept
    /// meanwhile: later rounds are there, and they don't stand on it.
    /// </summary>
    public async Task<bool> IsOvertaken(string run, RoundManifest manifest)
    {
        await foreach (var round in Kept(run))
        {
            if (round > manifest.Round)
            {
                return round > manifest.Round + 1 || (await Find(run, round))?.Previous != manifest.Id;
            }
        }

        return false;
    }

    /// <summary>Removes a manifest that every grain has folded.</summary>
    public Task Remove(string run, long round) => blobs.Delete(BlobOf(run, round));

    /// <summary>The blob of a round's manifest.</summary>
    internal static string BlobOf(string run, long round) => $"{FolderOf(run)}{round:D12}.json";

    private static string FolderOf(string run) => $"runs/{run}/rounds/";

    private static Envelope? Parse(string run, long round, byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Envelope>(bytes, JsonSerializerOptions.Web);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{BlobOf(run, round)} is damaged: {error.Message}", error);
        }
    }

    private sealed record Envelope(string Format, int Version, RoundManifest Manifest);
}
