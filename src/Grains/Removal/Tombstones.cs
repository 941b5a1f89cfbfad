using System.Text.Json;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Removal;

/// <summary>
/// Which runs were deleted: one blob each, written before anything is removed and kept for good. It is what counts: a run of which there is one
/// is none, whatever is left of it, and the next run of its name is another one.
/// </summary>
/// <param name="blobs">Where they are.</param>
public sealed class Tombstones(IBlobStore blobs)
{
    internal const string Folder = "deleted/";
    private const string Format = "prcl.deleted-run";

    /// <summary>Whether the run was deleted.</summary>
    public Task<bool> Has(string id) => blobs.Exists(BlobOf(id));

    /// <summary>Deletes a run; a repeat is harmless.</summary>
    public async Task Add(string id, DateTime now)
    {
        try
        {
            await blobs.Write(BlobOf(id), Encode(new DeletedRun(id, now, IsSwept: false)), BlobCondition.MustNotExist);
        }
        catch (BlobConflictException)
        {
            // Deleted already, perhaps by this call's earlier try.
        }
    }

    /// <summary>Nothing of it is left.</summary>
    public Task NoteSwept(DeletedRun run) => blobs.Write(BlobOf(run.Id), Encode(run with { IsSwept = true }), BlobCondition.Any);

    /// <summary>The ids of all runs that were deleted.</summary>
    public async Task<HashSet<string>> Ids(CancellationToken cancellation = default)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in blobs.List(Folder, cancellation))
        {
            ids.Add(Path.GetFileNameWithoutExtension(entry.Name));
        }

        return ids;
    }

    /// <summary>A run that was deleted; null when it wasn't.</summary>
    /// <exception cref="InvalidDataException">The blob is of another version.</exception>
    public async Task<DeletedRun?> Find(string id)
    {
        if (await blobs.Read(BlobOf(id)) is not { } blob)
        {
            return null;
        }

        var envelope = JsonSerializer.Deserialize<Envelope>(blob.Bytes, JsonSerializerOptions.Web);
        return envelope is { Format: Format, Version: 1, Run: not null }
            ? envelope.Run
            : throw new InvalidDataException($"{BlobOf(id)} is '{envelope?.Format}' version {envelope?.Version}; this program reads '{Format}' version 1.");
    }

    /// <summary>The blob of one.</summary>
    internal static string BlobOf(string id) => $"{Folder}{id}.json";

    private static byte[] Encode(DeletedRun run) => JsonSerializer.SerializeToUtf8Bytes(new Envelope(Format, 1, run), JsonSerializerOptions.Web);

    private sealed record Envelope(string Format, int Version, DeletedRun Run);
}
