using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>Appends, each one block of an append blob under the condition of its position: atomic, so a tail is never torn.</summary>
internal sealed class AzureAppends(AzureCalls calls)
{
    public Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => AzureCalls.Do(
        name,
        "Append",
        async () =>
        {
            var blob = calls.Container.GetAppendBlobClient(name);
            try
            {
                return await TryAppend(blob, expectedLength, bytes, cancellation);
            }
            catch (RequestFailedException answer) when (AzureErrors.IsAbsent(answer) && expectedLength == 0)
            {
                await blob.CreateIfNotExistsAsync(cancellationToken: cancellation);
                return await TryAppend(blob, expectedLength, bytes, cancellation);
            }
            catch (RequestFailedException answer) when (AzureErrors.IsAbsent(answer))
            {
                throw new BlobConflictException(name, expectedLength, null);
            }
        },
        cancellation);

    public async Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation)
    {
        var properties = await calls.Properties(name, "CutTail", cancellation);
        if (properties is { BlobType: not BlobType.Append })
        {
            throw NotAppended(name, null);
        }

        if (properties?.ContentLength != expectedLength)
        {
            throw new BlobConflictException(name, expectedLength, properties?.ContentLength);
        }

        if (length != expectedLength)
        {
            throw new BlobStorageException(name, "CutTail", $"an append blob can't be cut from {expectedLength} to {length} bytes", isRetryable: false);
        }
    }

    private static InvalidOperationException NotAppended(string name, Exception? inner)
        => new($"Blob '{name}' was written in one piece; it cannot be appended to.", inner);

    private async Task<long> TryAppend(AppendBlobClient blob, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var tries = new RequestTries();
        var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = expectedLength } };
        try
        {
            using var scope = tries.Count();
            await blob.AppendBlockAsync(BinaryData.FromBytes(bytes).ToStream(), options, cancellation);
        }
        catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
        {
            // Bytes carry who appends them, so equal bytes at this position are those of a try whose reply got lost.
            var isDone = tries.MayHaveBeenDone
                && await calls.Read(blob.Name, new HttpRange(expectedLength, bytes.Length), cancellation) is { } found
                && found.Bytes.AsSpan().SequenceEqual(bytes.Span);
            if (!isDone)
            {
                throw new BlobConflictException(blob.Name, expectedLength, (await calls.Properties(blob.Name, "Append", cancellation))?.ContentLength);
            }
        }
        catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.InvalidBlobType)
        {
            throw NotAppended(blob.Name, answer);
        }

        return expectedLength + bytes.Length;
    }
}
