using Prcl.Grains.Blobs;
using Prcl.Long;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

/// <summary>What every store must do; a class for each implementation derives from it.</summary>
public abstract partial class BlobStoreContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract IBlobStore Store { get; }

    /// <summary>The largest content that is tried.</summary>
    protected virtual int LargeMebibytes => 30;

    [Fact]
    public async Task What_is_not_there_is_null_and_may_be_deleted()
    {
        Assert.Null(await Store.Read("a/b", Cancellation));
        Assert.Null(await Store.OpenRead("a/b", 0, Cancellation));
        Assert.Null(await Store.ReadRange("a/b", 0, 9, Cancellation));
        Assert.Null(await Store.Head("a/b", Cancellation));
        Assert.False(await Store.Exists("a/b", Cancellation));
        await Store.Delete("a/b", cancellation: Cancellation);
        await Store.Delete("a/b", "some-etag", Cancellation);
    }

    [Fact]
    public async Task What_is_written_is_read_whole_and_in_parts()
    {
        byte[] content = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

        var etag = await Store.Write("runs/1/round", content, BlobCondition.Any, Cancellation);

        var read = await Store.Read("runs/1/round", Cancellation);
        Assert.Equal(content, read!.Bytes);
        Assert.Equal(etag, read.ETag);
        Assert.Equal(new BlobHead(100, etag), await Store.Head("runs/1/round", Cancellation));
        Assert.True(await Store.Exists("runs/1/round", Cancellation));
        Assert.Equal(content[90..95], await Store.ReadRange("runs/1/round", 90, 5, Cancellation));
        Assert.Equal(content[90..], await Store.ReadRange("runs/1/round", 90, 50, Cancellation));
        Assert.Empty((await Store.ReadRange("runs/1/round", 200, 50, Cancellation))!);
        Assert.Equal(content[40..], await Drain(await Store.OpenRead("runs/1/round", 40, Cancellation)));
        Assert.Empty(await Drain(await Store.OpenRead("runs/1/round", 200, Cancellation)));
    }

    [Fact]
    public async Task An_empty_blob_exists()
    {
        await Store.Write("empty", ReadOnlyMemory<byte>.Empty, BlobCondition.MustNotExist, Cancellation);

        Assert.Empty((await Store.Read("empty", Cancellation))!.Bytes);
        Assert.Equal(0, (await Store.Head("empty", Cancellation))!.Length);
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_changes_nothing()
    {
        var first = await Store.Write("a", new byte[] { 1 }, BlobCondition.MustNotExist, Cancellation);
        var again = await Store.Write("a", new byte[] { 1 }, BlobCondition.MustMatch(first), Cancellation);
        Assert.NotEqual(first, again);

        var stale = await Assert.ThrowsAsync<BlobConflictException>(() => Store.Write("a", new byte[] { 2 }, BlobCondition.MustMatch(first), Cancellation));
        await Assert.ThrowsAsync<BlobConflictException>(() => Store.Write("a", new byte[] { 2 }, BlobCondition.MustNotExist, Cancellation));
        await Assert.ThrowsAsync<BlobConflictException>(() => Store.Write("b", new byte[] { 2 }, BlobCondition.MustMatch(first), Cancellation));
        await Assert.ThrowsAsync<BlobConflictException>(() => Store.Delete("a", first, Cancellation));

        Assert.Equal("a", stale.Name);
        Assert.Contains(first, stale.Expected, StringComparison.Ordinal);
        Assert.Contains(again, stale.Actual, StringComparison.Ordinal);
        Assert.Equal(again, (await Store.Read("a", Cancellation))!.ETag);
        Assert.False(await Store.Exists("b", Cancellation));
        await Store.Delete("a", again, Cancellation);
        Assert.False(await Store.Exists("a", Cancellation));
    }

    [Fact]
    public async Task A_blob_made_anew_has_another_etag()
    {
        var first = await Store.Write("a", new byte[] { 1 }, BlobCondition.Any, Cancellation);
        await Store.Delete("a", cancellation: Cancellation);
        await Store.Write("a", new byte[] { 1 }, BlobCondition.MustNotExist, Cancellation);

        await Assert.ThrowsAsync<BlobConflictException>(() => Store.Write("a", new byte[] { 2 }, BlobCondition.MustMatch(first), Cancellation));
    }

    [LongFact]
    public async Task Large_content_goes_through_streams()
    {
        var chunk = new byte[1 << 20];
        new Random(7).NextBytes(chunk);

        var etag = await Store.Write(
            "checkpoints/1",
            async (stream, cancelled) =>
            {
                for (var i = 0; i < LargeMebibytes; i++)
                {
                    chunk[0] = (byte)i;
                    await stream.WriteAsync(chunk, cancelled);
                }
            },
            BlobCondition.MustNotExist,
            Cancellation);

        Assert.Equal(new BlobHead(LargeMebibytes << 20, etag), await Store.Head("checkpoints/1", Cancellation));
        Assert.Equal(etag, (await Store.Read("checkpoints/1", Cancellation))!.ETag);
        await using var stream = (await Store.OpenRead("checkpoints/1", 0, Cancellation))!;
        var read = new byte[chunk.Length];
        for (var i = 0; i < LargeMebibytes; i++)
        {
            await stream.ReadExactlyAsync(read, Cancellation);
            chunk[0] = (byte)i;
            Assert.True(chunk.AsSpan().SequenceEqual(read));
        }

        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task A_stream_that_fails_leaves_what_was_there()
    {
        await Store.Write("old", new byte[] { 1 }, BlobCondition.Any, Cancellation);

        foreach (var name in new[] { "old", "new" })
        {
            await Assert.ThrowsAsync<FormatException>(() => Store.Write(name, Fail, BlobCondition.Any, Cancellation));
        }

        Assert.Equal([1], (await Store.Read("old", Cancellation))!.Bytes);
        Assert.False(await Store.Exists("new", Cancellation));

        static async Task Fail(Stream stream, CancellationToken cancelled)
        {
            await stream.WriteAsync(new byte[] { 2, 2 }, cancelled);
            throw new FormatException();
        }
    }

    [LongFact]
    public async Task A_listing_is_complete_and_in_ordinal_order()
    {
        string[] odd = ["a", "b-c/x", "b.c/x", "b/x", "b/y/z", "b0/x", "B/x", "bb"];
        var many = Enumerable.Range(0, 5_200).Select(i => $"images/{i % 16:x}/{i:d6}");
        var names = odd.Concat(many).ToList();
        await Parallel.ForEachAsync(names, Cancellation, async (name, cancelled) => await Store.Write(name, new byte[name.Length], BlobCondition.Any, cancelled));
        names.Sort(string.CompareOrdinal);

        foreach (var prefix in new[] { "", "images/", "images/a", "images/a/00", "b", "b/", "b.", "b/y/z", "none/", "images/none", "a" })
        {
            var listed = await Store.List(prefix, Cancellation).ToListAsync(Cancellation);

            Assert.Equal(names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)), listed.Select(entry => entry.Name));
            Assert.All(listed, entry => Assert.Equal(entry.Name.Length, entry.Length));
        }
    }

    [Fact]
    public async Task The_folders_right_below_one_are_listed_once_each_whatever_is_in_them()
    {
        string[] names = ["a", "runs/b/run.json", "runs/b/x/y", "runs/b-c/z", "runs/b.c/d/e", "runs/file", "runsa/x", .. Enumerable.Range(0, 300).Select(i => $"runs/many/{i:d3}")];
        await Parallel.ForEachAsync(names, Cancellation, async (name, cancelled) => await Store.Write(name, new byte[1], BlobCondition.Any, cancelled));

        Assert.Equal(["b", "b-c", "b.c", "many"], await Folders("runs/"));
        Assert.Equal(["runs", "runsa"], await Folders(""));
        Assert.Equal(["x"], await Folders("runs/b/"));
        Assert.Empty(await Folders("runs/many/"));
        Assert.Empty(await Folders("none/"));
        await Assert.ThrowsAsync<ArgumentException>(() => Folders("runs"));
        await Assert.ThrowsAsync<ArgumentException>(() => Folders("../"));

        async Task<IEnumerable<string>> Folders(string folder) => (await Store.Folders(folder, Cancellation).ToListAsync(Cancellation)).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData(".store/locks/00")]
    [InlineData("a/.b")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("a\0")]
    [InlineData("ä")]
    public async Task A_bad_name_is_refused_by_everything(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Read(name, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.OpenRead(name, 0, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ReadRange(name, 0, 1, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Head(name, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Exists(name, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Write(name, new byte[1], BlobCondition.Any, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Write(name, (_, _) => Task.CompletedTask, BlobCondition.Any, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Delete(name, cancellation: Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Append(name, 0, new byte[1], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CutTail(name, 0, 0, Cancellation));
        Assert.Empty(await Store.List("", Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("../")]
    [InlineData(".store")]
    [InlineData("a/../")]
    public async Task A_bad_prefix_is_refused(string prefix)
        => await Assert.ThrowsAsync<ArgumentException>(async () => await Store.List(prefix, Cancellation).ToListAsync(Cancellation));

    protected static async Task<byte[]> Drain(Stream? stream)
    {
        await using (stream)
        {
            using var memory = new MemoryStream();
            await stream!.CopyToAsync(memory, Cancellation);
            return memory.ToArray();
        }
    }
}
