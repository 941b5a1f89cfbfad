using System.Text.Json;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Logs;

/// <summary>
/// Knows how many records of a log have been confirmed, in a blob beside it (<c>name.confirmed</c>). By itself a log that lost its end looks like one
/// that never was longer. What is stored may be behind, by a second of appends and what a crash took, but never ahead.
/// </summary>
/// <param name="store">Where the log is.</param>
/// <param name="log">The log's name.</param>
/// <param name="time">Tells the time.</param>
internal sealed class LogWitness(IBlobStore store, string log, TimeProvider time)
{
    private const string Format = "prcl.log-witness";

    // A write for each append would double what an append costs.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private long _stored;
    private long? _storedAt;

    /// <summary>The blob of a log's witness.</summary>
    public static string BlobOf(string log) => log + ".confirmed";

    /// <summary>Records that had been confirmed when it was last written; 0 without it.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another version.</exception>
    /// <exception cref="BlobStorageException">The storage failed, or it is damaged.</exception>
    public async Task<long> Read(CancellationToken cancellation)
    {
        if (await store.Read(BlobOf(log), cancellation) is { } blob)
        {
            _stored = Parse(blob.Bytes);
        }

        return _stored;
    }

    /// <summary>Stores that so many records are confirmed, unless it was written just now. The storage's failures are nobody's: the next time tells more.</summary>
    public async Task Confirm(long records, bool now, CancellationToken cancellation)
    {
        if (records > _stored && (now || _storedAt is not { } last || time.GetElapsedTime(last) >= Period))
        {
            try
            {
                await Write(records, cancellation);
            }
            catch (Exception failure) when (failure is BlobStorageException or OperationCanceledException)
            {
                // It is behind, as it may be.
            }
        }
    }

    /// <summary>Stores a count, whatever was stored.</summary>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public async Task Write(long records, CancellationToken cancellation)
    {
        await store.Write(BlobOf(log), JsonSerializer.SerializeToUtf8Bytes(new Stored(Format, 1, records), JsonSerializerOptions.Web), BlobCondition.Any, cancellation);
        (_stored, _storedAt) = (records, time.GetTimestamp());
    }

    private long Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(bytes, JsonSerializerOptions.Web) is { Format: Format, Version: 1 } stored
                ? stored.Records
                : throw new InvalidDataException($"Blob '{BlobOf(log)}' is of another format or version; this program reads '{Format}' version 1.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Blob '{BlobOf(log)}' is damaged: {error.Message}", error);
        }
    }

    private sealed record Stored(string Format, int Version, long Records);
}
