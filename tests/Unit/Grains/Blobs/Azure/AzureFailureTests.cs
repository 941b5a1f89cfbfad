using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Xunit;

namespace Prcl.Unit.Grains.Blobs.Azure;

public sealed class AzureFailureTests(SharedAzurite azurite) : AzureTests(azurite)
{
    private readonly FaultyTransport _network = new();

    [Fact]
    public async Task A_missing_container_is_not_a_missing_blob()
    {
        await Container.Client.DeleteAsync(cancellationToken: Cancellation);

        Func<Task>[] calls =
        [
            () => Store.Read("a", Cancellation),
            () => Store.OpenRead("a", 0, Cancellation),
            () => Store.ReadRange("a", 0, 1, Cancellation),
            () => Store.Head("a", Cancellation),
            () => Store.Write("a", new byte[1], BlobCondition.Any, Cancellation),
            () => Store.Delete("a", null, Cancellation),
            () => Store.Append("a", 0, new byte[1], Cancellation),
            () => Store.Append("a", 1, new byte[1], Cancellation),
            () => Store.CutTail("a", 1, 1, Cancellation),
            async () => await Store.List("a", Cancellation).ToListAsync(Cancellation),
        ];

        foreach (var call in calls)
        {
            Assert.Contains("ContainerNotFound", (await Assert.ThrowsAsync<BlobStorageException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_container_is_created_once_and_found_again()
    {
        await Container.Client.DeleteAsync(cancellationToken: Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Container.Store.CreateContainer(Cancellation)));
        await Store.Write("a", new byte[1], BlobCondition.Any, Cancellation);
        await Container.Store.CreateContainer(Cancellation);

        Assert.True(await Store.Exists("a", Cancellation));
    }

    [Fact]
    public async Task A_storage_that_never_answers_is_a_retryable_failure_after_the_tries_that_were_set()
    {
        var options = new AzureBlobOptions { Tries = 3, Delay = TimeSpan.FromMilliseconds(1), TryTimeout = TimeSpan.FromMilliseconds(20) };
        var store = Container.StoreThrough(_network, options);
        _network.Plan = _ => new TaskCompletionSource<Fault>().Task;

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => store.Head("a", Cancellation));

        Assert.True(failure.IsRetryable);
        Assert.Equal("Head of blob 'a' failed: no answer in time", failure.Message);
        Assert.Equal(3, _network.Requests.Count);
    }

    [Fact]
    public async Task A_short_outage_is_not_noticed()
    {
        var store = Container.StoreThrough(_network);
        var failures = 4;
        _network.Plan = _ => Task.FromResult(failures-- > 0 ? Fault.Fails : Fault.None);

        await store.Write("a", new byte[] { 1 }, BlobCondition.Any, Cancellation);

        Assert.Equal(5, _network.Requests.Count);
    }

    [Fact]
    public async Task Cancellation_is_no_failure_of_the_storage()
    {
        using var cancelling = new CancellationTokenSource();
        var store = Container.StoreThrough(_network);
        _network.Plan = async _ =>
        {
            await cancelling.CancelAsync();
            throw new OperationCanceledException(cancelling.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Write("a", new byte[1], BlobCondition.Any, cancelling.Token));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_for_good_without_being_told()
    {
        var key = Convert.ToBase64String("not the key of this account"u8);
        var wrong = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={key};BlobEndpoint={Container.Client.GetParentBlobServiceClient().Uri}";

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => AzureBlobStore.Connect(wrong, Container.Client.Name).Read("a", Cancellation));

        Assert.False(failure.IsRetryable);
        Assert.Contains("403", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Without_a_credential_the_failure_says_why()
    {
        var container = new BlobServiceClient(new Uri("https://account.invalid"), new NoCredential(), AzureBlobStore.ClientOptions(new() { Tries = 1 })).GetBlobContainerClient("c");
        var store = new AzureBlobStore(container, new());

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => store.Read("a", Cancellation));

        Assert.Equal("Read of blob 'a' failed: nobody is signed in", failure.Message);
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_broke()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i / 7))];
        await Store.Write("a", content, BlobCondition.Any, Cancellation);
        BreakOnce(60_000);

        var read = await Container.StoreThrough(_network).Read("a", Cancellation);

        Assert.Equal(content, read!.Bytes);
        Assert.Equal(2, _network.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_closed_beneath_a_download_is_a_retryable_failure()
    {
        await Store.Write("a", new byte[100_000], BlobCondition.Any, Cancellation);
        BreakOnce(60_000, () => new ObjectDisposedException("System.Net.Sockets.NetworkStream"));

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => Container.StoreThrough(_network).Read("a", Cancellation));

        Assert.True(failure.IsRetryable);
    }

    [Fact]
    public async Task A_broken_download_of_a_blob_that_was_replaced_fails_and_mixes_nothing()
    {
        await Store.Write("a", new byte[100_000], BlobCondition.Any, Cancellation);
        BreakOnce(60_000);
        await using var stream = (await Container.StoreThrough(_network).OpenRead("a", 0, Cancellation))!;
        await Store.Write("a", Enumerable.Repeat((byte)1, 100_000).ToArray(), BlobCondition.Any, Cancellation);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => stream.CopyToAsync(new Zeros(), Cancellation));

        Assert.True(failure.IsRetryable);
        Assert.Contains("replaced", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_append_blob_is_never_cut()
    {
        await Store.Append("log", 0, new byte[3], Cancellation);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => Store.CutTail("log", 3, 2, Cancellation));

        Assert.False(failure.IsRetryable);
        Assert.Equal(3, (await Store.Head("log", Cancellation))!.Length);
    }

    [Fact]
    public async Task An_append_to_a_log_that_was_created_and_never_filled_is_the_first()
    {
        await Container.Client.GetAppendBlobClient("log").CreateAsync(cancellationToken: Cancellation);
        Assert.Equal(0, (await Store.Head("log", Cancellation))!.Length);
        await Assert.ThrowsAsync<BlobConflictException>(() => Store.Append("log", 1, new byte[2], Cancellation));

        Assert.Equal(2, await Store.Append("log", 0, new byte[2], Cancellation));
    }

    [Fact]
    public async Task A_lease_of_somebody_elses_is_a_failure_and_no_conflict()
    {
        await Store.Write("a", new byte[1], BlobCondition.Any, Cancellation);
        await Container.Client.GetBlobClient("a").GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60), cancellationToken: Cancellation);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => Store.Write("a", new byte[2], BlobCondition.Any, Cancellation));

        Assert.Contains("LeaseIdMissing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_blobs_are_not_listed()
    {
        await Container.Client.GetBlobClient("not a name").UploadAsync(BinaryData.Empty, Cancellation);
        await Store.Write("a", new byte[1], BlobCondition.Any, Cancellation);

        Assert.Equal([new BlobEntry("a", 1)], await Store.List("", Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(0, 10_000, 1, 4)]
    [InlineData(5, 0, 1, 4)]
    [InlineData(5, 10_000, 0, 4)]
    [InlineData(5, 10_000, 1, 65)]
    public void Options_out_of_range_are_refused(int tries, int milliseconds, int block, int parallel) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new AzureBlobOptions { Tries = tries, TryTimeout = TimeSpan.FromMilliseconds(milliseconds), BlockBytes = block, ParallelBlocks = parallel }.Validate());

    private void BreakOnce(int after, Func<Exception>? failure = null)
    {
        var isBroken = false;
        _network.Content = content =>
        {
            var first = !isBroken;
            isBroken = true;
            return first ? new BreakingStream(content, after, failure ?? (() => new IOException("connection reset"))) : content;
        };
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => throw new CredentialUnavailableException("nobody is signed in\nand more lines");
    }

    /// <summary>Takes only the old version's bytes.</summary>
    private sealed class Zeros : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)0));
            return ValueTask.CompletedTask;
        }
    }
}
