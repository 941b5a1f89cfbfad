using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Of_many_writers_one_wins_each_generation()
    {
        var condition = BlobCondition.MustNotExist;
        for (var generation = 0; generation < 5; generation++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(writer => Try((byte)writer, condition)));

            var winner = Assert.Single(outcomes, outcome => outcome.ETag is not null);
            var read = await Store.Read("raced", Cancellation);
            Assert.Equal([winner.Writer], read!.Bytes);
            Assert.Equal(winner.ETag, read.ETag);
            condition = BlobCondition.MustMatch(read.ETag);
        }

        async Task<(byte Writer, string? ETag)> Try(byte writer, BlobCondition required)
        {
            await Task.Yield();
            try
            {
                return (writer, await Store.Write("raced", new[] { writer }, required, Cancellation));
            }
            catch (BlobConflictException)
            {
                return (writer, null);
            }
        }
    }

    [Fact]
    public async Task An_increment_by_compare_and_swap_loses_nothing()
    {
        await Store.Write("counter", BitConverter.GetBytes(0), BlobCondition.Any, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Increment, Cancellation)));

        Assert.Equal(8 * 20, BitConverter.ToInt32((await Store.Read("counter", Cancellation))!.Bytes));

        async Task Increment()
        {
            for (var done = 0; done < 20;)
            {
                var read = (await Store.Read("counter", Cancellation))!;
                try
                {
                    await Store.Write("counter", BitConverter.GetBytes(BitConverter.ToInt32(read.Bytes) + 1), BlobCondition.MustMatch(read.ETag), Cancellation);
                    done++;
                }
                catch (BlobConflictException)
                {
                }
            }
        }
    }

    [Fact]
    public async Task A_reader_never_sees_two_versions_mixed()
    {
        await Store.Write("mixed", new byte[1], BlobCondition.Any, Cancellation);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 60; i++)
                {
                    await Store.Write("mixed", Enumerable.Repeat((byte)i, i * 5000).ToArray(), BlobCondition.Any, Cancellation);
                }
            },
            Cancellation);
        while (!writing.IsCompleted)
        {
            var bytes = (await Store.Read("mixed", Cancellation))!.Bytes;
            Assert.Single(bytes.Distinct());
            Assert.Equal(Math.Max(1, bytes[0] * 5000), bytes.Length);
            Assert.Single((await Drain(await Store.OpenRead("mixed", 0, Cancellation))).Distinct());
        }

        await writing;
    }

    [Fact]
    public async Task Appends_stand_in_order_and_only_where_they_are_expected()
    {
        Assert.Equal(2, await Store.Append("log/0", 0, new byte[] { 1, 2 }, Cancellation));
        Assert.Equal(3, await Store.Append("log/0", 2, new byte[] { 3 }, Cancellation));

        var late = await Assert.ThrowsAsync<BlobConflictException>(() => Store.Append("log/0", 2, new byte[] { 9 }, Cancellation));
        var again = await Assert.ThrowsAsync<BlobConflictException>(() => Store.Append("log/0", 0, new byte[] { 9 }, Cancellation));
        var early = await Assert.ThrowsAsync<BlobConflictException>(() => Store.Append("log/1", 5, new byte[] { 9 }, Cancellation));

        Assert.Equal(3, late.ActualLength);
        Assert.Equal(3, again.ActualLength);
        Assert.Null(early.ActualLength);
        Assert.Equal([1, 2, 3], (await Store.Read("log/0", Cancellation))!.Bytes);
        Assert.Equal([2, 3], await Drain(await Store.OpenRead("log/0", 1, Cancellation)));
        Assert.False(await Store.Exists("log/1", Cancellation));
    }

    [Fact]
    public async Task Of_many_appends_at_one_position_one_wins()
    {
        var length = 0L;
        for (var round = 0; round < 5; round++)
        {
            var lengths = await Task.WhenAll(Enumerable.Range(0, 100).Select(writer => Try(length, (byte)writer)));

            length = Assert.Single(lengths, value => value is not null)!.Value;
            Assert.Equal(length, (await Store.Head("raced", Cancellation))!.Length);
        }

        async Task<long?> Try(long position, byte writer)
        {
            await Task.Yield();
            try
            {
                return await Store.Append("raced", position, new[] { writer, writer, writer }, Cancellation);
            }
            catch (BlobConflictException conflict)
            {
                Assert.Equal(position + 3, conflict.ActualLength);
                return null;
            }
        }
    }

    [Fact]
    public async Task A_written_blob_takes_no_appends()
    {
        await Store.Write("written", new byte[] { 1 }, BlobCondition.Any, Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.Append("written", 1, new byte[] { 2 }, Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.CutTail("written", 1, 1, Cancellation));
    }

    [Fact]
    public async Task Settling_a_tail_that_has_moved_is_a_conflict()
    {
        await Store.Append("log", 0, new byte[] { 1, 2, 3 }, Cancellation);

        var conflict = await Assert.ThrowsAsync<BlobConflictException>(() => Store.CutTail("log", 2, 2, Cancellation));
        await Assert.ThrowsAsync<BlobConflictException>(() => Store.CutTail("none", 2, 2, Cancellation));
        await Store.CutTail("log", 3, 3, Cancellation);

        Assert.Equal(3, conflict.ActualLength);
        Assert.Equal(4, await Store.Append("log", 3, new byte[] { 4 }, Cancellation));
    }
}
