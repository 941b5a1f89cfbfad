using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class AppendLogTests
{
    private readonly MemoryBlobStore _memory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_log_is_empty_and_leaves_no_trace()
    {
        var book = await LogBook.Open(_memory);

        Assert.Equal(0, book.Log.Count);
        Assert.Empty(await _memory.List("", Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Records_come_back_in_order_with_their_numbers()
    {
        var book = await LogBook.Open(_memory);
        await book.Append("a");
        await book.Append("b", "", "c");
        await book.Append();
        var second = await LogBook.Open(_memory);
        await second.Append("d");

        Assert.Equal(["a", "b", "", "c"], book.Seen);
        Assert.Equal(["a", "b", "", "c", "d"], second.Seen);
        Assert.Equal(second.Seen, await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_batch_is_one_append()
    {
        var counting = new FaultyBlobStore(_memory);
        var book = await LogBook.Open(counting);

        await book.Append([.. Enumerable.Range(0, 1000).Select(i => $"{i}")]);

        Assert.Equal(1, counting.Appends);
        Assert.Equal(1000, book.Log.Count);
    }

    [Fact]
    public async Task A_batch_longer_than_a_frame_goes_in_several()
    {
        var record = new byte[AppendLog.MaxRecordLength];
        var counting = new FaultyBlobStore(_memory);
        var lengths = new List<int>();
        var log = await AppendLog.Open(counting, "log", null, seen => lengths.Add(seen.Payload.Length), Cancellation);

        await log.Append([record, record, new byte[3]], Cancellation);

        Assert.Equal(3, counting.Appends);
        Assert.Equal([record.Length, record.Length, 3], lengths);
        await Assert.ThrowsAsync<ArgumentException>(() => log.Append([new byte[record.Length + 1]], Cancellation));
        await AppendLog.Open(_memory, "log", null, seen => lengths.Add(seen.Payload.Length), Cancellation);
        Assert.Equal(lengths[..3], lengths[3..]);
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(300, 40_000)]
    [InlineData(1 << 20, 2)]
    [InlineData(1 << 20, 5)]
    public async Task Segments_roll_over_by_size_and_by_appends(long bytes, int appends)
    {
        var options = new AppendLogOptions { SegmentBytes = bytes, AppendsPerSegment = appends };
        var expected = new List<string>();
        for (var opening = 0; opening < 4; opening++)
        {
            var book = await LogBook.Open(_memory, options);
            for (var i = 0; i < 7; i++)
            {
                expected.Add($"{opening}.{i}");
                await book.Append(expected[^1]);
            }
        }

        Assert.Equal(expected, await LogBook.Read(_memory));
        var segments = await _memory.List("", Cancellation).ToListAsync(Cancellation);
        Assert.True(segments.Count > 4);
        Assert.All(segments, segment => Assert.InRange(segment.Length, 1, Math.Min(bytes, appends * 70L) + 130));
        Assert.All(segments, segment => Assert.InRange(Frames(segment.Name), 1, appends));
    }

    [Fact]
    public async Task A_writer_that_missed_a_rollover_is_fenced()
    {
        var stale = await LogBook.Open(_memory, new AppendLogOptions { SegmentBytes = 1 << 20 });
        await stale.Append("a");
        var next = await LogBook.Open(_memory, new AppendLogOptions { SegmentBytes = 1 });
        await next.Append("b");

        var conflict = await Assert.ThrowsAsync<LogConflictException>(() => stale.Append("lost"));

        Assert.Equal(next.Log.Writer, conflict.OtherWriter);
        Assert.Equal(stale.Log.Writer, conflict.Writer);
        Assert.Equal(["a", "b"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task Of_two_writers_the_second_to_write_is_fenced_for_good()
    {
        var first = await LogBook.Open(_memory);
        var second = await LogBook.Open(_memory);
        await second.Append("second");

        await Assert.ThrowsAsync<LogConflictException>(() => first.Append("first"));
        await Assert.ThrowsAsync<LogConflictException>(() => first.Append("again"));
        await Assert.ThrowsAsync<LogConflictException>(() => first.Flush());
        await second.Append("third");

        Assert.Equal(["second", "third"], await LogBook.Read(_memory));
        Assert.Empty(first.Seen);
    }

    [Fact]
    public async Task A_log_takes_one_call_at_a_time()
    {
        var gate = new TaskCompletionSource();
        var slow = new FaultyBlobStore(_memory);
        var book = await LogBook.Open(slow);
        slow.Delay = () => gate.Task;
        var first = book.Append("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => book.Append("b"));
        gate.SetResult();
        await first;

        Assert.Equal(["a"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task A_reader_that_throws_stops_the_log()
    {
        var log = await AppendLog.Open(_memory, LogBook.Name, null, _ => throw new FormatException("bad record"), Cancellation);

        await Assert.ThrowsAsync<FormatException>(() => log.Append([new byte[] { 65 }], Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => log.Append([new byte[] { 66 }], Cancellation));

        Assert.Equal(["A"], await LogBook.Read(_memory));
    }

    [Fact]
    public async Task Logs_and_their_torn_tails_work_on_files()
    {
        using var folder = new TemporaryFolder(onDisk: true);
        using var store = new FileBlobStore(folder.Path);
        var options = new AppendLogOptions { AppendsPerSegment = 4 };
        var book = await LogBook.Open(store, options);
        for (var i = 0; i < 10; i++)
        {
            await book.Append($"{i}", "+");
        }

        var last = Directory.GetFiles(folder.Path, "*.log", SearchOption.AllDirectories).Max(StringComparer.Ordinal)!;
        await File.AppendAllBytesAsync(last, LogFrame.Encode(LogFrameKind.Records, [[1]], Guid.NewGuid(), 0, 20)[..9], Cancellation);
        var again = await LogBook.Open(store, options);
        await again.Append("end");

        Assert.EndsWith("00000003.log", last, StringComparison.Ordinal);
        Assert.Equal([.. book.Seen, "end"], await LogBook.Read(store));
        Assert.Equal(9, again.Log.CutBytes);
    }

    [Theory]
    [InlineData(0, 40_000, 1, nameof(AppendLogOptions.SegmentBytes))]
    [InlineData(1, 1, 1, nameof(AppendLogOptions.AppendsPerSegment))]
    [InlineData(1, 50_001, 1, nameof(AppendLogOptions.AppendsPerSegment))]
    [InlineData(1, 40_000, 0, nameof(AppendLogOptions.MaxPendingBytes))]
    public async Task Options_out_of_range_are_refused_by_name(long bytes, int appends, long pending, string name)
    {
        var options = new AppendLogOptions { SegmentBytes = bytes, AppendsPerSegment = appends, MaxPendingBytes = pending };

        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LogBook.Open(_memory, options));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    private int Frames(string segment)
    {
        var bytes = _memory[segment].AsSpan();
        var frames = 0;
        for (; bytes.Length > 0; frames++)
        {
            bytes = bytes[LogFrame.Decode(bytes)!.Value.Length..];
        }

        return frames;
    }
}
