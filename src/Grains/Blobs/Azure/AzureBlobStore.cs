using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>
/// Blobs in a container of an Azure storage account with a flat namespace: what is written is a block blob, what is appended to an append
/// blob, and every condition is the service's own. Requests that fail are repeated; a repeat that is refused because an earlier try was
/// done, its reply lost, is no conflict but a success.
/// </summary>
public sealed class AzureBlobStore : IBlobStore
{
    private readonly AzureBlobOptions _options;
    private readonly AzureCalls _calls;
    private readonly AzureWrites _writes;
    private readonly AzureAppends _appends;

    internal AzureBlobStore(BlobContainerClient container, AzureBlobOptions options)
    {
        _options = options;
        _calls = new AzureCalls(container);
        _writes = new AzureWrites(_calls);
        _appends = new AzureAppends(_calls);
    }

    /// <summary>The container's address, without secrets.</summary>
    public Uri Container => new(_calls.Container.Uri.GetLeftPart(UriPartial.Path));

    /// <summary>A store that a connection string opens. Nothing is sent yet.</summary>
    /// <exception cref="FormatException">It is no connection string; the message doesn't contain it.</exception>
    public static AzureBlobStore Connect(string connectionString, string container, AzureBlobOptions? options = null)
    {
        options ??= new AzureBlobOptions();
        return new(new BlobContainerClient(connectionString, container, ClientOptions(options)), options);
    }

    /// <summary>A store that the default credential of this environment opens (workload identity, managed identity, …). Nothing is sent yet.</summary>
    /// <param name="account">The account's blob endpoint, https.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="options">Repeats and blocks; null for the defaults.</param>
    public static AzureBlobStore Connect(Uri account, string container, AzureBlobOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        options ??= new AzureBlobOptions();
        var client = new BlobServiceClient(account, new DefaultAzureCredential(), ClientOptions(options));
        return new(client.GetBlobContainerClient(container), options);
    }

    /// <summary>Creates the container if it is absent, and finds out whether it can be listed.</summary>
    /// <exception cref="BlobStorageException">The storage can't be reached, or doesn't let this caller in.</exception>
    public Task CreateContainer(CancellationToken cancellation = default) => AzureCalls.Do(
        Container.ToString(),
        "CreateContainer",
        async () =>
        {
            try
            {
                // Asked first: whoever may use a container need not have the right to create one.
                await _calls.Container.GetBlobsAsync(cancellationToken: cancellation).AsPages(pageSizeHint: 1).FirstAsync(cancellation);
            }
            catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await _calls.Container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<BlobContent?> Read(string name, CancellationToken cancellation = default)
        => await _calls.Read(BlobName.Check(name), default, cancellation) is { } read ? new BlobContent(read.Bytes, read.ETag) : null;

    /// <inheritdoc/>
    public async Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return (await _calls.Download(BlobName.Check(name), new HttpRange(offset), cancellation))?.Content;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count > 0
            ? (await _calls.Read(BlobName.Check(name), new HttpRange(offset, count), cancellation))?.Bytes
            : await Head(name, cancellation) is null ? null : [];
    }

    /// <inheritdoc/>
    public async Task<BlobHead?> Head(string name, CancellationToken cancellation = default)
        => await _calls.Properties(BlobName.Check(name), "Head", cancellation) is { } found ? new BlobHead(found.ContentLength, found.ETag.ToString()) : null;

    /// <inheritdoc/>
    public Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default)
        => content.Length > _options.BlockBytes
            ? Write(name, (stream, cancelled) => stream.WriteAsync(content, cancelled).AsTask(), condition, cancellation)
            : _writes.Put(BlobName.Check(name), content, condition, cancellation);

    /// <inheritdoc/>
    public async Task<string> Write(
        string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        await using var upload = new BlockUpload(_calls.Container.GetBlockBlobClient(BlobName.Check(name)), _writes, _options, cancellation);
        try
        {
            await write(upload, cancellation);
            return await upload.Complete(condition);
        }
        finally
        {
            await upload.Abandon();
        }
    }

    /// <inheritdoc/>
    public Task Delete(string name, string? etag = null, CancellationToken cancellation = default)
    {
        var blob = _calls.Container.GetBlobClient(BlobName.Check(name));
        var conditions = etag is null ? null : new BlobRequestConditions { IfMatch = new ETag(etag) };
        return AzureCalls.Do(name, "Delete", Remove, cancellation);

        async Task<bool> Remove()
        {
            var tries = new RequestTries();
            try
            {
                using var scope = tries.Count();
                await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellation);
                return true;
            }
            catch (RequestFailedException answer) when (AzureErrors.IsAbsent(answer))
            {
                return false;
            }
            catch (RequestFailedException answer) when (etag is not null && AzureErrors.IsRefused(answer))
            {
                var found = await _calls.Properties(name, "Delete", cancellation);
                return found is null ? false
                    : tries.MayHaveBeenDone ? throw new BlobStorageException(name, "Delete", "a reply got lost, and the blob has been changed since", isRetryable: true, inner: answer)
                    : throw new BlobConflictException(name, $"ETag {etag}", $"ETag {found.ETag}");
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobEntry> List(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var blobs = _calls.Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobName.CheckPrefix(prefix), cancellation);
        await using var pages = blobs.AsPages().GetAsyncEnumerator(cancellation);
        var last = "";
        while (await AzureCalls.Do(prefix, "List", () => pages.MoveNextAsync().AsTask(), cancellation))
        {
            foreach (var blob in pages.Current.Values.Where(blob => BlobName.IsValid(blob.Name)))
            {
                // A hierarchical namespace lists folder by folder, where '-' and '.' no longer come before '/'.
                last = string.CompareOrdinal(last, blob.Name) < 0
                    ? blob.Name
                    : throw new BlobStorageException(prefix, "List", $"'{blob.Name}' comes after '{last}': the account must have a flat namespace", isRetryable: false);
                yield return new BlobEntry(blob.Name, blob.Properties.ContentLength ?? 0);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Folders(string folder, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var found = _calls.Container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", BlobName.CheckFolder(folder), cancellation);
        await using var pages = found.AsPages().GetAsyncEnumerator(cancellation);
        while (await AzureCalls.Do(folder, "List", () => pages.MoveNextAsync().AsTask(), cancellation))
        {
            foreach (var entry in pages.Current.Values.Where(e => e.IsPrefix && BlobName.IsValid(e.Prefix.TrimEnd('/'))))
            {
                yield return entry.Prefix[folder.Length..^1];
            }
        }
    }

    /// <inheritdoc/>
    public Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedLength);
        ArgumentOutOfRangeException.ThrowIfZero(bytes.Length, nameof(bytes));
        return _appends.Append(BlobName.Check(name), expectedLength, bytes, cancellation);
    }

    /// <inheritdoc/>
    public Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, expectedLength);
        return _appends.CutTail(BlobName.Check(name), expectedLength, length, cancellation);
    }

    /// <summary>The SDK's client settings: repeats with growing pauses, each try with its own time, counted.</summary>
    internal static BlobClientOptions ClientOptions(AzureBlobOptions options)
    {
        options.Validate();
        var client = new BlobClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = options.Tries - 1,
                Delay = options.Delay,
                MaxDelay = options.MaxDelay,
                NetworkTimeout = options.TryTimeout,
            },
        };
        client.AddPolicy(new RequestTries.Policy(), HttpPipelinePosition.PerRetry);
        return client;
    }
}
