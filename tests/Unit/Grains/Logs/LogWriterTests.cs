using System.Text;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class LogWriterTests
{
    private readonly MemoryBlobStore _memory = new();
    private readonly FaultyBlobStore _store;

    public LogWriterTests() => _store = new FaultyBlobStore(_memory);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_that_come_while_an_append_is_under_way_go_together_in_the_next()
    {
        var gate = new TaskCompletionSource();
        var (book, writer) = await Open();
        _store.Delay = () => gate.Task;

        var appends = Enumerable.Range(0, 500).Select(i => Append(writer, $"{i}")).ToArray();
        Assert.DoesNotContain(appends, append => append.IsCompleted);
        Assert.Empty(book.Seen);
        gate.SetResult();
        await Task.WhenAll(appends);

        Assert.Equal(2, _store.Appends);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), book.Seen);
        Assert.Equal(book.Seen, await LogBook.Read(_memory));
    }

    [Fact]
    public async Task Many_threads_append_and_each_record_is_there_once_in_its_callers_order()
    {
        var (book, writer) = await Open(new AppendLogOptions { AppendsPerSegment = 7 });
        _store.Delay = async () => await Task.Yield();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await Append(writer, $"{caller}.{i}");
                }
            },
            Cancellation)));
        await writer.DisposeAsync();

        Assert.Equal(book.Seen, await LogBook.Read(_memory));
        Assert.All(Enumerable.Range(0, 16), caller => Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"{caller}.{i}"), book.Seen.Where(text => text.StartsWith($"{caller}.", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_callers_task_ends_after_its_record_was_applied()
    {
        var (book, writer) = await Open();

        await Append(writer, "a");

        Assert.Equal(["a"], book.Seen);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    [InlineData(Fault.Tears)]
    public async Task A_failure_reaches_its_callers_and_the_records_come_with_the_next_success(Fault fault)
    {
        var (book, writer) = await Open();
        _store.Plan = (operation, _) => operation == "Append" ? fault : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(() => Append(writer, "a"));
        _store.Plan = (_, _) => Fault.None;

        await writer.Flush(Cancellation);

        Assert.Equal(["a"], book.Seen);
        await Append(writer, "b");
        Assert.Equal(["a", "b"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_fenced_log_tells_all_callers()
    {
        var (_, writer) = await Open();
        await (await LogBook.Open(_memory)).Append("other");

        await Assert.ThrowsAsync<LogConflictException>(() => Append(writer, "a"));
        await Assert.ThrowsAsync<LogConflictException>(() => Append(writer, "b"));
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task A_backlog_is_refused_before_it_fills_memory()
    {
        var gate = new TaskCompletionSource();
        var (_, writer) = await Open(new AppendLogOptions { MaxPendingBytes = 10 });
        _store.Delay = () => gate.Task;
        var first = Append(writer, "12345");
        var second = Append(writer, "12345");

        await Assert.ThrowsAsync<LogBacklogException>(() => Append(writer, "1"));
        gate.SetResult();
        await Task.WhenAll(first, second);
        await Append(writer, "1");

        Assert.Equal(["12345", "12345", "1"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task Waiting_may_end_before_the_record_is_durable()
    {
        var gate = new TaskCompletionSource();
        using var cancelling = new CancellationTokenSource();
        var (_, writer) = await Open();
        _store.Delay = () => gate.Task;
        var append = writer.Append("a"u8.ToArray(), cancelling.Token);

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        gate.SetResult();
        await writer.Flush(Cancellation);

        Assert.Equal(["a"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task Disposal_writes_what_is_pending_and_takes_no_more()
    {
        var (_, writer) = await Open();
        _store.Plan = (operation, _) => operation == "Append" ? Fault.Fails : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(() => Append(writer, "a"));
        _store.Plan = (_, _) => Fault.None;

        await writer.DisposeAsync();
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Append(writer, "b"));
        Assert.Equal(["a"], await LogBook.Read(_memory));
    }

    private static Task Append(LogWriter writer, string text) => writer.Append(Encoding.UTF8.GetBytes(text), Cancellation);

    private async Task<(LogBook Book, LogWriter Writer)> Open(AppendLogOptions? options = null)
    {
        var book = await LogBook.Open(_store, options);
        return (book, new LogWriter(book.Log));
    }
}
