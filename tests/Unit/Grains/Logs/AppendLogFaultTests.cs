using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class AppendLogFaultTests
{
    private readonly MemoryBlobStore _memory = new();
    private readonly FaultyBlobStore _store;

    public AppendLogFaultTests() => _store = new FaultyBlobStore(_memory);

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.DiskFull)]
    [InlineData(Fault.LosesReply)]
    [InlineData(Fault.LandsLater)]
    [InlineData(Fault.Tears)]
    public async Task A_record_whose_append_failed_is_written_once_before_the_next(Fault fault)
    {
        var book = await LogBook.Open(_store);
        await book.Append("a");
        await FailOnce(fault, () => book.Append("b"));
        Assert.Equal(["a"], book.Seen);
        Assert.Equal(1, book.Log.PendingRecords);

        await _store.Land();
        await book.Append("c");

        Assert.Equal(["a", "b", "c"], book.Seen);
        Assert.Equal(0, book.Log.PendingBytes);
        Assert.Equal(book.Seen, await LogBook.Read(_memory));
    }

    [Theory]
    [InlineData(Fault.LosesReply)]
    [InlineData(Fault.LandsLater)]
    [InlineData(Fault.Tears)]
    public async Task A_segment_whose_closing_failed_is_closed_once(Fault fault)
    {
        var book = await LogBook.Open(_store, new AppendLogOptions { AppendsPerSegment = 2 });
        await book.Append("a");
        await FailOnce(fault, () => book.Append("b"));

        await _store.Land();
        await book.Flush();

        Assert.Equal(["a", "b"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_request_that_lands_between_the_look_and_the_retry_is_recognised()
    {
        var book = await LogBook.Open(_store);
        await FailOnce(Fault.LandsLater, () => book.Append("a"));
        _store.Plan = (operation, _) =>
        {
            // The log has read the tail and found nothing; now the first request arrives, and then the second.
            if (operation == "Append")
            {
                _store.Land().GetAwaiter().GetResult();
            }

            return Fault.None;
        };

        await book.Append("b");

        Assert.Equal(["a", "b"], book.Seen);
        Assert.Equal(["a", "b"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_late_request_of_a_dead_writer_fences_the_one_after_it()
    {
        var dead = await LogBook.Open(_store);
        await FailOnce(Fault.LandsLater, () => dead.Append("late"));
        var next = await LogBook.Open(_store);
        await _store.Land();

        await Assert.ThrowsAsync<LogConflictException>(() => next.Append("b"));

        var third = await LogBook.Open(_store);
        await third.Append("b");
        Assert.Equal(["late", "b"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task While_the_tail_cannot_be_read_nothing_is_written()
    {
        var book = await LogBook.Open(_store);
        await FailOnce(Fault.LosesReply, () => book.Append("a"));
        var appends = _store.Appends;
        _store.Plan = (operation, _) => operation == "Read" ? Fault.Fails : Fault.None;

        await Assert.ThrowsAsync<BlobStorageException>(() => book.Append("b"));
        Assert.Equal(appends, _store.Appends);
        _store.Plan = (_, _) => Fault.None;
        await book.Flush();

        Assert.Equal(["a", "b"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_full_disk_says_so_and_loses_nothing_confirmed()
    {
        var book = await LogBook.Open(_store);
        await book.Append("a");
        _store.Plan = (operation, _) => operation is "Append" or "CutTail" ? Fault.DiskFull : Fault.None;
        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => book.Append("b"));
        await Assert.ThrowsAsync<BlobStorageException>(() => book.Append("c"));

        Assert.True(failure.IsDiskFull);
        Assert.Equal(LogBook.FirstSegment, failure.Name);
        Assert.Equal(["a"], await LogBook.Read(_memory));
        _store.Plan = (_, _) => Fault.None;
        await book.Flush();
        Assert.Equal(["a", "b", "c"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task Too_long_a_backlog_refuses_new_records_and_keeps_the_old()
    {
        var book = await LogBook.Open(_store, new AppendLogOptions { MaxPendingBytes = 3 });
        _store.Plan = (operation, _) => operation == "Append" ? Fault.Fails : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(() => book.Append("aa"));

        var refusal = await Assert.ThrowsAsync<LogBacklogException>(() => book.Append("bb"));

        Assert.Equal(2, refusal.PendingBytes);
        _store.Plan = (_, _) => Fault.None;
        await book.Flush();
        Assert.Equal(["aa"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_cancelled_append_is_in_the_log_at_most_once()
    {
        using var cancelling = new CancellationTokenSource();
        var book = await LogBook.Open(_store);
        _store.Delay = cancelling.CancelAsync;
        _store.Plan = (_, _) => cancelling.IsCancellationRequested ? throw new OperationCanceledException() : Fault.None;
        await Assert.ThrowsAsync<OperationCanceledException>(() => book.Log.Append([new byte[] { 65 }], cancelling.Token));
        (_store.Delay, _store.Plan) = (() => Task.CompletedTask, (_, _) => Fault.None);

        await book.Append("B");

        Assert.Equal(["A", "B"], await LogBook.Read(_memory));
    }

    private async Task FailOnce(Fault fault, Func<Task> append)
    {
        _store.Plan = (operation, _) => operation == "Append" ? fault : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(append);
        _store.Plan = (_, _) => Fault.None;
    }
}
