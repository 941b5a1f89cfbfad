using Azure.Storage.Blobs.Specialized;
using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>Content in blocks, here of a few bytes.</summary>
public sealed class BlockUploadTests(SharedAzurite azurite) : AzureTests(azurite)
{
    private readonly FaultyTransport _network = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 2)]
    [InlineData(20, 2)]
    [InlineData(99, 10)]
    public async Task Content_goes_in_one_request_or_in_blocks(int length, int blocks)
    {
        var content = Content(length);

        var etag = await Small().Write("a", (stream, cancelled) => WriteInPieces(stream, content, cancelled), BlobCondition.MustNotExist, Cancellation);

        var read = await Store.Read("a", Cancellation);
        Assert.Equal(content, read!.Bytes);
        Assert.Equal(etag, read.ETag);
        Assert.Equal(blocks, (await Container.Client.GetBlockBlobClient("a").GetBlockListAsync(cancellationToken: Cancellation)).Value.CommittedBlocks.Count());
    }

    [Fact]
    public async Task Blocks_go_out_side_by_side_and_never_more_than_were_set()
    {
        var (underWay, most) = (0, 0);
        var full = new TaskCompletionSource();
        _network.Plan = async request =>
        {
            if (request.Contains("comp=block&", StringComparison.Ordinal))
            {
                most = Math.Max(most, Interlocked.Increment(ref underWay));
                if (underWay == 3)
                {
                    full.TrySetResult();
                }

                await full.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
                Interlocked.Decrement(ref underWay);
            }

            return Fault.None;
        };

        await Small(parallel: 3).Write("a", Content(500), BlobCondition.Any, Cancellation);

        Assert.Equal(3, most);
        Assert.Equal(Content(500), (await Store.Read("a", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_writer_that_blocks_the_only_thread_of_its_scheduler_comes_to_an_end()
    {
        var store = Small();
        var grain = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

        await Task.Factory.StartNew(
            () => store.Write("a", Synchronously, BlobCondition.Any, Cancellation),
            Cancellation,
            TaskCreationOptions.None,
            grain).Unwrap().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(Content(300), (await Store.Read("a", Cancellation))!.Bytes);

        static Task Synchronously(Stream stream, CancellationToken cancelled)
        {
            Content(300).Chunk(7).ToList().ForEach(piece => stream.Write(piece));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_block_that_cannot_be_staged_ends_the_write()
    {
        await Store.Write("a", new byte[] { 1 }, BlobCondition.Any, Cancellation);
        _network.Plan = request => Task.FromResult(request.Contains("comp=block&", StringComparison.Ordinal) ? Fault.Fails : Fault.None);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => Small().Write("a", Content(500), BlobCondition.Any, Cancellation));

        Assert.Equal("Write", failure.Operation);
        Assert.Equal([1], (await Store.Read("a", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task Of_many_writers_of_blocks_one_wins()
    {
        var store = Small();
        var contents = Enumerable.Range(0, 30).Select(writer => Enumerable.Repeat((byte)writer, 45).ToArray()).ToArray();

        var outcomes = await Task.WhenAll(contents.Select(Try));

        var winner = Assert.Single(outcomes, outcome => outcome.ETag is not null);
        var read = await store.Read("a", Cancellation);
        Assert.Equal(winner.Content, read!.Bytes);
        Assert.Equal(winner.ETag, read.ETag);

        async Task<(byte[] Content, string? ETag)> Try(byte[] content)
        {
            try
            {
                return (content, await store.Write("a", content, BlobCondition.MustNotExist, Cancellation));
            }
            catch (BlobConflictException)
            {
                return (content, null);
            }
        }
    }

    [Fact]
    public async Task Blocks_that_another_write_has_discarded_are_a_failure_to_be_tried_again()
    {
        var store = Small();

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => store.Write(
            "a",
            async (stream, cancelled) =>
            {
                await WriteInPieces(stream, Content(50), cancelled);
                await store.Write("a", Content(40), BlobCondition.Any, cancelled);
            },
            BlobCondition.Any,
            Cancellation));

        Assert.True(failure.IsRetryable);
        Assert.Equal(Content(40), (await store.Read("a", Cancellation))!.Bytes);
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    private static async Task WriteInPieces(Stream stream, byte[] content, CancellationToken cancelled)
    {
        foreach (var piece in content.Chunk(3))
        {
            await stream.WriteAsync(piece, cancelled);
        }
    }

    private IBlobStore Small(int parallel = 4)
        => Container.StoreThrough(_network, TestContainer.Fast with { BlockBytes = 10, ParallelBlocks = parallel });
}
