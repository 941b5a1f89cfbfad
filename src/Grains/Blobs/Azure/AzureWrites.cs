using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>
/// The last request of a write, which makes the blob appear: all of a small content, or the list of its blocks. The blob carries the write's
/// id, by which a write whose reply got lost is recognised when its repeat is refused.
/// </summary>
internal sealed class AzureWrites(AzureCalls calls)
{
    private const string IdKey = "prclwrite";

    /// <summary>Writes content that fits one request.</summary>
    public Task<string> Put(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        var options = new BlobUploadOptions { Conditions = Conditions(condition), Metadata = Metadata(id, name, Crc32C.Of(content.Span)), TransferOptions = new() { InitialTransferSize = long.MaxValue } };
        return Guarded(name, id, condition, blob => blob.UploadAsync(BinaryData.FromBytes(content).ToStream(), options, cancellation), cancellation);
    }

    /// <summary>Makes a blob of blocks that have been staged for it.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="checksum">CRC-32C of all that they hold.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<string> Commit(string name, IReadOnlyList<string> blocks, uint checksum, BlobCondition condition, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        var options = new CommitBlockListOptions { Conditions = Conditions(condition), Metadata = Metadata(id, name, checksum) };
        return Guarded(name, id, condition, blob => blob.CommitBlockListAsync(blocks, options, cancellation), cancellation);
    }

    private static Dictionary<string, string> Metadata(Guid id, string name, uint checksum) =>
        new() { [IdKey] = id.ToString("N"), [BlobSum.Key] = BlobSum.Of(name, checksum).ToString() };

    private static BlobRequestConditions? Conditions(BlobCondition condition) => condition switch
    {
        { RequiresAbsence: true } => new() { IfNoneMatch = ETag.All },
        { ETag: { } etag } => new() { IfMatch = new ETag(etag) },
        _ => null,
    };

    private Task<string> Guarded(
        string name, Guid id, BlobCondition condition, Func<BlockBlobClient, Task<Response<BlobContentInfo>>> write, CancellationToken cancellation) => AzureCalls.Do(
        name,
        "Write",
        async () =>
        {
            var tries = new RequestTries();
            try
            {
                using var scope = tries.Count();
                return (await write(calls.Container.GetBlockBlobClient(name))).Value.ETag.ToString();
            }
            catch (RequestFailedException answer) when (AzureErrors.IsRefused(answer) || answer.ErrorCode == BlobErrorCode.InvalidBlockList)
            {
                return await Judge(name, id, condition, tries, answer, cancellation);
            }
        },
        cancellation);

    /// <summary>What a refusal means: the ETag of an earlier try that was done after all, a conflict, or not to be known.</summary>
    private async Task<string> Judge(string name, Guid id, BlobCondition condition, RequestTries tries, RequestFailedException answer, CancellationToken cancellation)
    {
        var found = await calls.Properties(name, "Write", cancellation);
        if (found is not null && found.Metadata.TryGetValue(IdKey, out var written) && written == id.ToString("N"))
        {
            return found.ETag.ToString();
        }

        if (tries.MayHaveBeenDone)
        {
            throw new BlobStorageException(name, "Write", "a reply got lost, and the blob has been changed since", isRetryable: true, inner: answer);
        }

        condition.Check(name, found?.ETag.ToString());
        throw answer.ErrorCode == BlobErrorCode.InvalidBlockList
            ? new BlobStorageException(name, "Write", "another write of this blob has discarded the blocks of this one", isRetryable: true, inner: answer)
            : new BlobConflictException(name, "its condition", "a blob that has been changed since");
    }
}
