using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

public sealed class DamagedFileTests : IDisposable
{
    private const string Name = "runs/street/rounds/000000000007.json";
    private readonly TemporaryFolder _folder = new();
    private readonly FileBlobStore _store;

    public DamagedFileTests() => _store = new FileBlobStore(_folder.Path);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Any_changed_bit_is_found_by_every_way_of_reading()
    {
        await Write(Name, new byte[300]);
        var sound = await File.ReadAllBytesAsync(PathOf(Name), Cancellation);
        for (var bit = 0; bit < 8 * sound.Length; bit += 7)
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            await File.WriteAllBytesAsync(PathOf(Name), damaged, Cancellation);
            await AllRefuse(Name);
        }

        await File.WriteAllBytesAsync(PathOf(Name), sound, Cancellation);
        Assert.Equal(300, (await _store.Read(Name, Cancellation))!.Bytes.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(331)]
    public async Task A_file_cut_short_is_found_and_listed(int length)
    {
        await Write(Name, new byte[300]);
        await using (var file = File.OpenWrite(PathOf(Name)))
        {
            file.SetLength(length);
        }

        await AllRefuse(Name);
        Assert.Equal(Name, Assert.Single(await _store.List("runs/", Cancellation).ToListAsync(Cancellation)).Name);
    }

    [Fact]
    public async Task A_file_of_another_name_is_found()
    {
        const string Other = "runs/night/rounds/000000000007.json";
        await Write(Name, [1]);
        await Write(Other, [2]);
        File.Copy(PathOf(Other), PathOf(Name), overwrite: true);

        Assert.Contains("under another name", (await Refusal(() => _store.Read(Name, Cancellation))).Reason, StringComparison.Ordinal);
        Assert.Equal([2], (await _store.Read(Other, Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_log_of_another_name_is_found()
    {
        await _store.Append("runs/a/stream/0000/00000000.log", 0, new byte[] { 1 }, Cancellation);
        await _store.Append("runs/b/stream/0000/00000000.log", 0, new byte[] { 2 }, Cancellation);
        File.Copy(PathOf("runs/a/stream/0000/00000000.log"), PathOf("runs/b/stream/0000/00000000.log"), overwrite: true);

        Assert.True((await Refusal(() => _store.Append("runs/b/stream/0000/00000000.log", 1, new byte[] { 3 }, Cancellation))).IsDamaged);
    }

    [Fact]
    public async Task A_damaged_file_may_be_removed_and_written_again()
    {
        await Write(Name, [1, 2, 3]);
        await File.WriteAllBytesAsync(PathOf(Name), [], Cancellation);

        await _store.Delete(Name, cancellation: Cancellation);
        await _store.Write(Name, new byte[] { 4 }, BlobCondition.MustNotExist, Cancellation);

        Assert.Equal([4], (await _store.Read(Name, Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_read_as_it_is()
    {
        // As the program before wrote it: header version 1, 16 random bytes, no checksum of the content.
        const string Written = "5052434c424c4f42010000000d473e00000102030405060708090a0b0c0d0e0f0a0b0c";
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Name))!);
        await File.WriteAllBytesAsync(PathOf(Name), Convert.FromHexString(Written), Cancellation);

        Assert.Equal([10, 11, 12], (await _store.Read(Name, Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_newer_version_is_refused_by_name_and_is_no_damage()
    {
        const string Newer = "5052434c424c4f4209000000148ccdbf000102030405060708090a0b0c0d0e0f0a0b0c";
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Name))!);
        await File.WriteAllBytesAsync(PathOf(Name), Convert.FromHexString(Newer), Cancellation);

        var refusal = await Refusal(() => _store.Read(Name, Cancellation));
        Assert.Contains("version 9", refusal.Reason, StringComparison.Ordinal);
        Assert.False(refusal.IsDamaged);
    }

    private static async Task<BlobStorageException> Refusal(Func<Task> read) => await Assert.ThrowsAsync<BlobStorageException>(read);

    private async Task AllRefuse(string name)
    {
        Func<Task>[] ways = [() => _store.Read(name, Cancellation), () => _store.OpenRead(name, 0, Cancellation), () => _store.ReadRange(name, 5, 1, Cancellation)];
        foreach (var way in ways)
        {
            var refusal = await Refusal(way);
            Assert.Equal((name, true, false), (refusal.Name, refusal.IsDamaged, refusal.IsRetryable));
        }
    }

    private Task<string> Write(string name, byte[] content) => _store.Write(name, content, BlobCondition.Any, Cancellation);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
