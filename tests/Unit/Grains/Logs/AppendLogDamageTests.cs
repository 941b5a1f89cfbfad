using System.Buffers.Binary;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class AppendLogDamageTests
{
    private static readonly string[][] Batches = [["a"], ["bb", "", "ccc"], ["dddd"], ["e", "f"]];

    private readonly MemoryBlobStore _memory = new();

    [Fact]
    public async Task Every_truncation_reopens_to_the_whole_batches_before_it_and_goes_on()
    {
        var (bytes, ends) = await SmallLog();
        for (var length = 0; length <= bytes.Length; length++)
        {
            await Forget();
            _memory.Put(LogBook.FirstSegment, bytes.AsSpan(0, length));
            var whole = ends.Count(end => end <= length);

            var book = await LogBook.Open(_memory);
            Assert.Equal(Batches[..whole].SelectMany(batch => batch), book.Seen);
            Assert.Equal(length - (whole == 0 ? 0 : ends[whole - 1]), book.Log.CutBytes);
            await book.Append("new");

            Assert.Equal([.. Batches[..whole].SelectMany(batch => batch), "new"], await LogBook.Read(_memory));
        }
    }

    [Fact]
    public async Task Every_tail_that_a_crash_may_leave_of_an_append_is_cut()
    {
        var (bytes, ends) = await SmallLog();
        var kept = ends[^2];
        for (var from = kept; from < bytes.Length; from++)
        {
            // Written length, but part of the pages never reached the disk: the first ones, or the last ones.
            foreach (var zeros in new[] { kept..(from + 1), from..bytes.Length })
            {
                var torn = bytes.ToArray();
                torn.AsSpan()[zeros].Clear();
                if (torn.AsSpan().SequenceEqual(bytes))
                {
                    continue;
                }

                _memory.Put(LogBook.FirstSegment, torn);
                Assert.Equal(Batches[..^1].SelectMany(batch => batch), await LogBook.Read(_memory));
                Assert.Equal(kept, _memory[LogBook.FirstSegment].Length);
            }
        }
    }

    [Fact]
    public async Task Every_flipped_bit_before_the_last_batch_is_an_error_that_names_the_place()
    {
        var (bytes, ends) = await SmallLog();
        for (var bit = 0; bit < ends[^2] * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            _memory.Put(LogBook.FirstSegment, damaged);

            var (segment, offset) = await ErrorOfOpening();

            Assert.Equal(LogBook.FirstSegment, segment);
            Assert.Equal(ends.LastOrDefault(end => end <= bit / 8), offset);
            Assert.Equal(damaged, _memory[LogBook.FirstSegment]);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_the_last_batch_never_changes_what_is_read()
    {
        var (bytes, ends) = await SmallLog();
        for (var bit = ends[^2] * 8; bit < bytes.Length * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            _memory.Put(LogBook.FirstSegment, damaged);
            try
            {
                Assert.Equal(Batches[..^1].SelectMany(batch => batch), await LogBook.Read(_memory));
            }
            catch (LogFormatException)
            {
                Assert.Equal(damaged, _memory[LogBook.FirstSegment]);
            }
        }
    }

    [Fact]
    public async Task A_closed_segment_that_is_cut_short_is_an_error()
    {
        var book = await LogBook.Open(_memory, new AppendLogOptions { AppendsPerSegment = 3 });
        foreach (var batch in Batches)
        {
            await book.Append(batch);
        }

        var bytes = _memory[LogBook.FirstSegment];
        for (var length = 0; length < bytes.Length; length++)
        {
            _memory.Put(LogBook.FirstSegment, bytes.AsSpan(0, length));

            var damage = await Assert.ThrowsAsync<LogCorruptedException>(() => LogBook.Open(_memory));

            Assert.Equal(LogBook.FirstSegment, damage.Segment);
            Assert.Equal(length, _memory[LogBook.FirstSegment].Length);
        }

        _memory.Put(LogBook.FirstSegment, [.. bytes, .. bytes]);
        await Assert.ThrowsAsync<LogCorruptedException>(() => LogBook.Open(_memory));
    }

    [Fact]
    public async Task A_missing_segment_is_an_error()
    {
        var book = await LogBook.Open(_memory, new AppendLogOptions { AppendsPerSegment = 2 });
        foreach (var batch in Batches)
        {
            await book.Append(batch);
        }

        await _memory.Delete("streams/0/00000001.log", cancellation: TestContext.Current.CancellationToken);

        var damage = await Assert.ThrowsAsync<LogCorruptedException>(() => LogBook.Open(_memory));
        Assert.Equal("streams/0/00000001.log", damage.Segment);
    }

    [Fact]
    public async Task A_batch_twice_or_out_of_order_is_an_error()
    {
        var (bytes, ends) = await SmallLog();
        _memory.Put(LogBook.FirstSegment, [.. bytes, .. bytes.AsSpan(ends[^2])]);
        await Assert.ThrowsAsync<LogCorruptedException>(() => LogBook.Open(_memory));

        _memory.Put(LogBook.FirstSegment, [.. bytes.AsSpan(0, ends[0]), .. bytes.AsSpan(ends[1])]);
        await Assert.ThrowsAsync<LogCorruptedException>(() => LogBook.Open(_memory));
    }

    [Fact]
    public async Task Confirmed_bytes_that_vanish_under_an_open_log_are_an_error()
    {
        var book = await LogBook.Open(_memory);
        await book.Append("a");
        await book.Append("b");
        _memory.Put(LogBook.FirstSegment, _memory[LogBook.FirstSegment].AsSpan()[..^10]);

        await Assert.ThrowsAsync<LogCorruptedException>(() => book.Append("c"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Another_format_version_is_refused_by_name_wherever_it_stands(int batch)
    {
        var (bytes, ends) = await SmallLog();
        var start = batch == 0 ? 0 : ends[batch - 1];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(start + 4), 2);
        _memory.Put(LogBook.FirstSegment, bytes);

        var refusal = await Assert.ThrowsAsync<LogFormatException>(() => LogBook.Open(_memory));

        Assert.Equal((LogBook.FirstSegment, (long)start, 2), (refusal.Segment, refusal.Offset, refusal.Version));
        Assert.Equal(bytes, _memory[LogBook.FirstSegment]);
    }

    /// <summary>A log of one segment, and where its batches end. Nobody knows how many records were confirmed: what a crash leaves is to be told from its bytes.</summary>
    private async Task<(byte[] Bytes, int[] Ends)> SmallLog()
    {
        var book = await LogBook.Open(_memory);
        var ends = new List<int>();
        foreach (var batch in Batches)
        {
            await book.Append(batch);
            ends.Add(_memory[LogBook.FirstSegment].Length);
        }

        await Forget();
        return (_memory[LogBook.FirstSegment], [.. ends]);
    }

    private Task Forget() => _memory.Delete(LogWitness.BlobOf(LogBook.Name), cancellation: TestContext.Current.CancellationToken);

    private async Task<(string Segment, long Offset)> ErrorOfOpening()
    {
        try
        {
            await LogBook.Open(_memory);
        }
        catch (LogCorruptedException damage)
        {
            return (damage.Segment, damage.Offset);
        }
        catch (LogFormatException refusal)
        {
            return (refusal.Segment, refusal.Offset);
        }

        throw new Xunit.Sdk.XunitException("The damage went unnoticed.");
    }
}
