using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

/// <summary>What a log does on every store; a class for each derives from it.</summary>
public abstract class AppendLogContract
{
    protected abstract IBlobStore Store { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_log_is_empty_and_leaves_no_trace()
    {
        var book = await LogBook.Open(Store);

        Assert.Equal(0, book.Log.Count);
        Assert.Empty(await Store.List(LogBook.Name + "/", Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Records_come_back_in_order_with_their_numbers()
    {
        var book = await LogBook.Open(Store);
        await book.Append("a");
        await book.Append("b", "", "c");
        await book.Append();
        var second = await LogBook.Open(Store);
        await second.Append("d");

        Assert.Equal(["a", "b", "", "c"], book.Seen);
        Assert.Equal(["a", "b", "", "c", "d"], second.Seen);
        Assert.Equal(second.Seen, await LogBook.Read(Store));
    }

    [Fact]
    public async Task A_batch_is_one_append()
    {
        var counting = new FaultyBlobStore(Store);
        var book = await LogBook.Open(counting);

        await book.Append([.. Enumerable.Range(0, 1000).Select(i => $"{i}")]);

        Assert.Equal(1, counting.Appends);
        Assert.Equal(1000, book.Log.Count);
    }

    [Fact]
    public async Task A_batch_longer_than_a_frame_goes_in_several()
    {
        var record = new byte[AppendLog.MaxRecordLength];
        var counting = new FaultyBlobStore(Store);
        var lengths = new List<int>();
        var log = await AppendLog.Open(counting, "log", null, seen => lengths.Add(seen.Payload.Length), Cancellation);

        await log.Append([record, record, new byte[3]], Cancellation);

        Assert.Equal(3, counting.Appends);
        Assert.Equal([record.Length, record.Length, 3], lengths);
        await Assert.ThrowsAsync<ArgumentException>(() => log.Append([new byte[record.Length + 1]], Cancellation));
        await AppendLog.Open(Store, "log", null, seen => lengths.Add(seen.Payload.Length), Cancellation);
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
            var book = await LogBook.Open(Store, options);
            for (var i = 0; i < 7; i++)
            {
                expected.Add($"{opening}.{i}");
                await book.Append(expected[^1]);
            }
        }

        Assert.Equal(expected, await LogBook.Read(Store));
        var segments = await Store.List(LogBook.Name + "/", Cancellation).ToListAsync(Cancellation);
        Assert.True(segments.Count > 4);
        Assert.All(segments, segment => Assert.InRange(segment.Length, 1, Math.Min(bytes, appends * 70L) + 130));
        foreach (var segment in segments)
        {
            Assert.InRange(await Frames(segment.Name), 1, appends);
        }
    }

    [Fact]
    public async Task A_writer_that_missed_a_rollover_is_fenced()
    {
        var stale = await LogBook.Open(Store, new AppendLogOptions { SegmentBytes = 1 << 20 });
        await stale.Append("a");
        var next = await LogBook.Open(Store, new AppendLogOptions { SegmentBytes = 1 });
        await next.Append("b");

        var conflict = await Assert.ThrowsAsync<LogConflictException>(() => stale.Append("lost"));

        Assert.Equal(next.Log.Writer, conflict.OtherWriter);
        Assert.Equal(stale.Log.Writer, conflict.Writer);
        Assert.Equal(["a", "b"], await LogBook.Read(Store));
    }

    [Fact]
    public async Task Of_two_writers_the_second_to_write_is_fenced_for_good()
    {
        var first = await LogBook.Open(Store);
        var second = await LogBook.Open(Store);
        await second.Append("second");

        await Assert.ThrowsAsync<LogConflictException>(() => first.Append("first"));
        await Assert.ThrowsAsync<LogConflictException>(() => first.Append("again"));
        await Assert.ThrowsAsync<LogConflictException>(() => first.Flush());
        await second.Append("third");

        Assert.Equal(["second", "third"], await LogBook.Read(Store));
        Assert.Empty(first.Seen);
    }

    [Fact]
    public async Task A_log_takes_one_call_at_a_time()
    {
        var gate = new TaskCompletionSource();
        var slow = new FaultyBlobStore(Store);
        var book = await LogBook.Open(slow);
        slow.Delay = () => gate.Task;
        var first = book.Append("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => book.Append("b"));
        gate.SetResult();
        await first;

        Assert.Equal(["a"], await LogBook.Read(Store));
    }

    [Fact]
    public async Task A_reader_that_throws_stops_the_log()
    {
        var log = await AppendLog.Open(Store, LogBook.Name, null, _ => throw new FormatException("bad record"), Cancellation);

        await Assert.ThrowsAsync<FormatException>(() => log.Append([new byte[] { 65 }], Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => log.Append([new byte[] { 66 }], Cancellation));

        Assert.Equal(["A"], await LogBook.Read(Store));
    }

    private async Task<int> Frames(string segment)
    {
        var bytes = (await Store.Read(segment, Cancellation))!.Bytes;
        var frames = 0;
        for (var at = 0; at < bytes.Length; frames++)
        {
            at += LogFrame.Decode(bytes.AsSpan(at))!.Value.Length;
        }

        return frames;
    }
}
