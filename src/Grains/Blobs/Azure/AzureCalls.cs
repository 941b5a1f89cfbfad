using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>Requests to one container, with failures named as the house names them.</summary>
internal sealed class AzureCalls(BlobContainerClient container)
{
    public BlobContainerClient Container => container;

    /// <summary>Makes a call. Answers that the caller awaits he catches inside it.</summary>
    public static async Task<T> Do<T>(string name, string operation, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (AzureErrors.IsStorageFailure(failure, cancellation))
        {
            throw AzureErrors.Name(name, operation, failure);
        }
    }

    /// <summary>The blob's properties; null when there is no such blob.</summary>
    public Task<BlobProperties?> Properties(string name, string operation, CancellationToken cancellation) => Do(
        name,
        operation,
        async () =>
        {
            try
            {
                return (BlobProperties?)await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellation);
            }
            catch (RequestFailedException answer) when (AzureErrors.IsAbsent(answer))
            {
                return null;
            }
        },
        cancellation);

    /// <summary>
    /// The blob's content as of one moment, as a stream with its length and ETag; an empty one when the range begins at or past the end, null
    /// when there is no such blob. Read whole, a damaged one fails at its end.
    /// </summary>
    public Task<(Stream Content, long Length, string ETag)?> Download(string name, HttpRange range, CancellationToken cancellation) => Do(
        name,
        "Read",
        async () =>
        {
            try
            {
                var options = new BlobDownloadOptions { Range = range };
                var result = (await container.GetBlobClient(name).DownloadStreamingAsync(options, cancellation)).Value;
                var isWhole = range.Offset == 0 && range.Length is null;
                var sum = isWhole ? BlobSum.Read(name, result.Details.Metadata) : null;
                return (new AzureReadStream(result.Content, name, result.Details.ContentLength, sum), result.Details.ContentLength, result.Details.ETag.ToString());
            }
            catch (RequestFailedException answer) when (AzureErrors.IsAbsent(answer))
            {
                return null;
            }
            catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.InvalidRange)
            {
                return ((Stream Content, long Length, string ETag)?)(Stream.Null, 0, "");
            }
        },
        cancellation);

    /// <summary>The bytes of a range, fewer at the end of the blob, none past it; null when there is no such blob.</summary>
    public async Task<(byte[] Bytes, string ETag)?> Read(string name, HttpRange range, CancellationToken cancellation)
    {
        if (await Download(name, range, cancellation) is not { } download)
        {
            return null;
        }

        await using (download.Content)
        {
            var bytes = new byte[download.Length];
            await download.Content.ReadExactlyAsync(bytes, cancellation);
            return (bytes, download.ETag);
        }
    }
}
