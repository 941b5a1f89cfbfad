using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Xunit;

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>Requests whose try fails before or after the service did the work, so that the SDK repeats them.</summary>
public sealed class LostReplyTests(SharedAzurite azurite) : AzureTests(azurite)
{
    private static readonly AzureBlobOptions TinyBlocks = TestContainer.Fast with { BlockBytes = 4 };

    private readonly FaultyTransport _network = new();

    private static byte[] Bytes(params byte[] bytes) => bytes;

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task An_append_stands_once_and_is_confirmed(Fault fault)
    {
        var store = Container.StoreThrough(_network);
        await store.Append("log", 0, Bytes(1, 2), Cancellation);
        _network.Once("comp=appendblock", fault);

        Assert.Equal(5, await store.Append("log", 2, Bytes(3, 4, 5), Cancellation));

        Assert.Equal([1, 2, 3, 4, 5], (await store.Read("log", Cancellation))!.Bytes);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task The_first_append_of_a_log_too(Fault fault)
    {
        var store = Container.StoreThrough(_network);
        _network.Once("comp=appendblock", fault);

        Assert.Equal(2, await store.Append("log", 0, Bytes(1, 2), Cancellation));

        Assert.Equal([1, 2], (await store.Read("log", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_creation_whose_reply_got_lost_hinders_no_append()
    {
        var store = Container.StoreThrough(_network);
        var puts = 0;
        _network.Plan = request => Task.FromResult(
            request.StartsWith("PUT", StringComparison.Ordinal) && request.EndsWith("/log", StringComparison.Ordinal) && Interlocked.Increment(ref puts) == 1 ? Fault.LosesReply : Fault.None);

        Assert.Equal(2, await store.Append("log", 0, Bytes(1, 2), Cancellation));

        Assert.Equal([1, 2], (await store.Read("log", Cancellation))!.Bytes);
        Assert.Equal(2, puts);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_that_another_writer_forestalled_is_a_conflict(int others)
    {
        var store = Container.StoreThrough(_network);
        var other = Enumerable.Repeat((byte)9, others).ToArray();
        _network.Once("comp=appendblock", Fault.Fails, () => Store.Append("log", 0, other, Cancellation));

        var conflict = await Assert.ThrowsAsync<BlobConflictException>(() => store.Append("log", 0, Bytes(1, 2), Cancellation));

        Assert.Equal(others, conflict.ActualLength);
        Assert.Equal(other, (await Store.Read("log", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task An_append_that_was_done_and_followed_by_another_is_confirmed_at_its_own_end()
    {
        var store = Container.StoreThrough(_network);
        await store.Append("log", 0, Bytes(1), Cancellation);
        _network.Once("comp=appendblock", Fault.LosesReply, () => Store.Append("log", 3, Bytes(9), Cancellation));

        Assert.Equal(3, await store.Append("log", 1, Bytes(2, 3), Cancellation));

        Assert.Equal([1, 2, 3, 9], (await Store.Read("log", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task Equal_bytes_that_were_there_before_the_first_try_are_a_conflict()
    {
        await Store.Append("log", 0, Bytes(1, 2), Cancellation);

        var conflict = await Assert.ThrowsAsync<BlobConflictException>(() => Store.Append("log", 0, Bytes(1, 2), Cancellation));

        Assert.Equal(2, conflict.ActualLength);
    }

    [Theory]
    [InlineData(Fault.Fails, 4)]
    [InlineData(Fault.LosesReply, 4)]
    [InlineData(Fault.Fails, 40)]
    [InlineData(Fault.LosesReply, 40)]
    public async Task A_conditional_write_is_done_once_and_its_etag_known(Fault fault, int length)
    {
        var store = Container.StoreThrough(_network, TinyBlocks);
        var last = length > TinyBlocks.BlockBytes ? "comp=blocklist" : "PUT";
        _network.Once(last, fault);
        var first = await store.Write("a", new byte[length], BlobCondition.MustNotExist, Cancellation);
        Assert.Equal(first, (await store.Read("a", Cancellation))!.ETag);

        _network.Once(last, fault);
        var second = await store.Write("a", new byte[length + 1], BlobCondition.MustMatch(first), Cancellation);

        Assert.Equal(second, (await store.Read("a", Cancellation))!.ETag);
        Assert.Equal(length + 1, (await store.Head("a", Cancellation))!.Length);
        await Assert.ThrowsAsync<BlobConflictException>(() => store.Write("a", new byte[length], BlobCondition.MustMatch(first), Cancellation));
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task A_block_is_staged_again(Fault fault)
    {
        var store = Container.StoreThrough(_network, TinyBlocks);
        byte[] content = [.. Enumerable.Range(0, 41).Select(i => (byte)i)];
        _network.Once("comp=block&", fault);

        await store.Write("a", content, BlobCondition.MustNotExist, Cancellation);

        Assert.Equal(content, (await store.Read("a", Cancellation))!.Bytes);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task When_the_blob_was_replaced_since_nobody_knows_what_became_of_the_write(Fault fault)
    {
        var store = Container.StoreThrough(_network);
        _network.Once("PUT", fault, () => Store.Write("a", Bytes(9), BlobCondition.Any, Cancellation));

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => store.Write("a", Bytes(1), BlobCondition.MustNotExist, Cancellation));

        Assert.True(failure.IsRetryable);
        Assert.Contains("a reply got lost", failure.Message, StringComparison.Ordinal);
        Assert.Equal([9], (await Store.Read("a", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_delete_is_done_once()
    {
        var store = Container.StoreThrough(_network);
        var etag = await store.Write("a", Bytes(1), BlobCondition.Any, Cancellation);
        _network.Once("DELETE", Fault.LosesReply);

        await store.Delete("a", etag, Cancellation);

        Assert.False(await Store.Exists("a", Cancellation));
        Assert.Equal(2, _network.Requests.Count(request => request.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_a_blob_was_made_anew_since_nobody_knows_what_became_of_the_delete()
    {
        var store = Container.StoreThrough(_network);
        var etag = await store.Write("a", Bytes(1), BlobCondition.Any, Cancellation);
        _network.Once("DELETE", Fault.LosesReply, () => Store.Write("a", Bytes(2), BlobCondition.MustNotExist, Cancellation));

        await Assert.ThrowsAsync<BlobStorageException>(() => store.Delete("a", etag, Cancellation));

        Assert.Equal([2], (await Store.Read("a", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task When_no_try_is_answered_the_outcome_is_unknown_and_the_call_says_so()
    {
        var store = Container.StoreThrough(_network);
        await store.Append("log", 0, Bytes(1), Cancellation);
        _network.Plan = request => Task.FromResult(request.Contains("appendblock", StringComparison.Ordinal) ? Fault.LosesReply : Fault.None);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => store.Append("log", 1, Bytes(2), Cancellation));

        Assert.True(failure.IsRetryable);
        Assert.Equal("Append of blob 'log' failed: connection reset", failure.Message);
        Assert.Equal([1, 2], (await Store.Read("log", Cancellation))!.Bytes);
    }
}
