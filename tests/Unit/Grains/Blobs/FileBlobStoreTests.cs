using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

public sealed class FileBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileBlobStore _store;

    public FileBlobStoreTests() => _store = new FileBlobStore(_folder.Path);

    protected override IBlobStore Store => _store;

    protected override int LargeMebibytes => 300;

    private string TemporaryFiles => Path.Combine(_folder.Path, ".store", "temporary");

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_store_finds_what_another_on_the_same_folder_has_left()
    {
        using var disk = new TemporaryFolder(onDisk: true);
        string etag;
        using (var first = new FileBlobStore(disk.Path))
        {
            etag = await first.Write("a/b/c", new byte[] { 1, 2 }, BlobCondition.MustNotExist, Cancellation);
            await first.Append("log/0", 0, new byte[] { 1 }, Cancellation);
            await first.Append("log/0", 1, new byte[] { 2 }, Cancellation);
        }

        using var second = new FileBlobStore(disk.Path);
        Assert.Equal(etag, (await second.Read("a/b/c", Cancellation))!.ETag);
        Assert.Equal(3, await second.Append("log/0", 2, new byte[] { 3 }, Cancellation));
        Assert.Equal([1, 2, 3], (await second.Read("log/0", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task Two_stores_on_one_folder_share_conditions()
    {
        using var other = new FileBlobStore(_folder.Path);
        var appended = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => AppendMany(i % 2 == 0 ? _store : other, (byte)i))));

        var bytes = (await _store.Read("log", Cancellation))!.Bytes;
        Assert.Equal(appended.Sum(), bytes.Length);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(25, bytes.Count(value => value == i)));

        static async Task<int> AppendMany(IBlobStore store, byte writer)
        {
            for (var done = 0; done < 25;)
            {
                try
                {
                    await store.Append("log", (await store.Head("log", Cancellation))?.Length ?? 0, new[] { writer }, Cancellation);
                    done++;
                }
                catch (BlobConflictException)
                {
                }
            }

            return 25;
        }
    }

    [Fact]
    public async Task A_torn_tail_is_cut()
    {
        await _store.Append("log", 0, new byte[] { 1, 2, 3, 4, 5 }, Cancellation);

        await _store.CutTail("log", 5, 2, Cancellation);

        Assert.Equal([1, 2], (await _store.Read("log", Cancellation))!.Bytes);
        Assert.Equal(3, await _store.Append("log", 2, new byte[] { 9 }, Cancellation));
    }

    [Fact]
    public async Task Temporary_files_of_the_dead_are_removed_and_those_of_the_living_stay()
    {
        var dead = Directory.CreateDirectory(Path.Combine(TemporaryFiles, "0123")).FullName;
        await File.WriteAllTextAsync(Path.Combine(dead, "alive"), "", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(dead, "half"), "half", Cancellation);

        await _store.Write(
            "written",
            async (stream, cancelled) =>
            {
                await stream.WriteAsync(new byte[] { 1 }, cancelled);
                using var next = new FileBlobStore(_folder.Path);
                Assert.False(Directory.Exists(dead));
            },
            BlobCondition.Any,
            Cancellation);

        Assert.Equal([1], (await _store.Read("written", Cancellation))!.Bytes);
        var own = Assert.Single(Directory.GetDirectories(TemporaryFiles));
        Assert.Single(Directory.GetFiles(own));
    }

    [Fact]
    public async Task Nothing_temporary_remains_after_failures()
    {
        await _store.Write("a", new byte[] { 1 }, BlobCondition.Any, Cancellation);
        await Assert.ThrowsAsync<BlobConflictException>(() => _store.Write("a", new byte[] { 2 }, BlobCondition.MustNotExist, Cancellation));
        await Assert.ThrowsAsync<BlobStorageException>(() => _store.Write("a/b", new byte[] { 2 }, BlobCondition.Any, Cancellation));
        await Assert.ThrowsAsync<BlobStorageException>(() => _store.Append("a/b", 0, new byte[] { 2 }, Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => _store.Write("c", (_, _) => throw new FormatException(), BlobCondition.Any, Cancellation));

        Assert.Equal("alive", Path.GetFileName(Assert.Single(Directory.GetFiles(TemporaryFiles, "*", SearchOption.AllDirectories), file => !file.EndsWith("starting", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_name_that_is_a_folder_of_another_is_a_named_failure()
    {
        await _store.Write("a/b", new byte[] { 1 }, BlobCondition.Any, Cancellation);
        await _store.Write("c", new byte[] { 1 }, BlobCondition.Any, Cancellation);

        var folder = await Assert.ThrowsAsync<BlobStorageException>(() => _store.Write("a", new byte[] { 2 }, BlobCondition.Any, Cancellation));
        await Assert.ThrowsAsync<BlobStorageException>(() => _store.Write("c/d", new byte[] { 2 }, BlobCondition.Any, Cancellation));

        Assert.Equal("a", folder.Name);
        Assert.Null(await _store.Read("a", Cancellation));
        Assert.Null(await _store.Read("c/d", Cancellation));
        Assert.Equal(["a/b", "c"], await _store.List("", Cancellation).Select(entry => entry.Name).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_no_blob_is_refused_by_name()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "notes"), new string('x', 100), Cancellation);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => _store.Read("notes", Cancellation));

        Assert.Contains("not a blob", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsRetryable);
    }

    [Theory]
    [InlineData(8, "damaged")]
    [InlineData(10, "damaged")]
    [InlineData(20, "damaged")]
    public async Task A_damaged_header_is_refused(int position, string reason)
    {
        await _store.Write("a", new byte[] { 1 }, BlobCondition.Any, Cancellation);
        var path = Path.Combine(_folder.Path, "a");
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        bytes[position] ^= 2;
        await File.WriteAllBytesAsync(path, bytes, Cancellation);

        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => _store.Read("a", Cancellation));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_stream_seeks_within_the_content()
    {
        await _store.Write("a", new byte[] { 1, 2, 3, 4 }, BlobCondition.Any, Cancellation);

        await using var stream = (await _store.OpenRead("a", 1, Cancellation))!;

        Assert.Equal(4, stream.Length);
        Assert.Equal(1, stream.Position);
        Assert.Equal(3, stream.Seek(-1, SeekOrigin.End));
        Assert.Equal(4, stream.ReadByte());
        stream.Position = 0;
        Assert.Equal(1, stream.ReadByte());
    }

    [Fact]
    public async Task An_open_stream_stays_with_its_version()
    {
        await _store.Write("a", Enumerable.Repeat((byte)1, 1 << 20).ToArray(), BlobCondition.Any, Cancellation);
        var stream = await _store.OpenRead("a", 0, Cancellation);

        await _store.Write("a", Enumerable.Repeat((byte)2, 1 << 20).ToArray(), BlobCondition.Any, Cancellation);
        await _store.Delete("a", cancellation: Cancellation);

        Assert.All(await Drain(stream), value => Assert.Equal(1, value));
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        var full = DiskErrors.Name("a", "Append", new IOException("No space left on device", 28));
        var other = DiskErrors.Name("a", "Append", new IOException("Input/output error", 5));

        Assert.True(full.IsDiskFull);
        Assert.True(full.IsRetryable);
        Assert.False(other.IsDiskFull);
        Assert.Contains("Append of blob 'a'", full.Message, StringComparison.Ordinal);
    }
}
