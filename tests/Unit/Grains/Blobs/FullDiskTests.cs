using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Servers;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

/// <summary>The store of files on a disk that gets full, a real one.</summary>
public sealed class FullDiskTests
{
    private const int Kilobytes = 256;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_append_that_the_disk_is_too_full_for_leaves_nothing_and_goes_on_when_there_is_room()
    {
        using var disk = Mounted();
        using var store = new FileBlobStore(disk.Folder);
        await store.Append("log", 0, new byte[100], Cancellation);
        var filler = disk.Fill(leaving: 8192);

        // More than there is room for, though the first part of it fits.
        var failure = await Assert.ThrowsAsync<BlobStorageException>(() => store.Append("log", 100, Enumerable.Repeat((byte)7, 64 << 10).ToArray(), Cancellation));

        Assert.True(failure is { IsDiskFull: true, IsRetryable: true }, failure.Message);
        Assert.Equal(100, (await store.Head("log", Cancellation))!.Length);
        Assert.Equal(32 + 100, new FileInfo(Path.Combine(disk.Folder, "log")).Length);
        File.Delete(filler);
        Assert.Equal(103, await store.Append("log", 100, new byte[] { 1, 2, 3 }, Cancellation));
        Assert.Equal([.. new byte[100], 1, 2, 3], (await store.Read("log", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task A_log_on_a_full_disk_loses_no_record_and_writes_none_twice()
    {
        using var disk = Mounted();
        using var store = new FileBlobStore(disk.Folder);
        var writer = new LogWriter(await AppendLog.Open(store, "log", new AppendLogOptions(), _ => { }, Cancellation));
        var (confirmed, refused) = (0, 0);
        string? filler = null;
        for (var record = 0; record < 200; record++)
        {
            try
            {
                await writer.Append(BitConverter.GetBytes(record).Concat(new byte[1000]).ToArray(), Cancellation);
                confirmed++;
            }
            catch (BlobStorageException failure)
            {
                Assert.True(failure.IsDiskFull);
                refused++;
            }

            if (record == 20)
            {
                filler = disk.Fill(leaving: 20 << 10);
            }
            else if (record == 60)
            {
                File.Delete(filler!);
            }
        }

        await writer.DisposeAsync();
        Assert.True(confirmed > 100 && refused > 10, $"{confirmed} were confirmed, {refused} weren't");
        var found = new List<int>();
        await AppendLog.Open(store, "log", new AppendLogOptions(), r => found.Add(BitConverter.ToInt32(r.Payload.Span)), Cancellation);

        // Those that weren't confirmed had been accepted all the same.
        Assert.Equal(Enumerable.Range(0, 200), found);
    }

    [Fact]
    public async Task A_trial_tells_how_much_is_free_or_that_nothing_is_and_leaves_nothing()
    {
        using var disk = Mounted();
        using var store = new FileBlobStore(disk.Folder);
        var files = Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories).Length;

        Assert.InRange((await store.Probe(Cancellation))!.Value, 1, Kilobytes << 10);
        Assert.Equal(files, Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories).Length);

        disk.Fill();
        Assert.True((await Assert.ThrowsAsync<BlobStorageException>(() => store.Probe(Cancellation))).IsDiskFull);
        Assert.Equal(files + 1, Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories).Length);
    }

    private static SmallDisk Mounted()
    {
        var disk = SmallDisk.Mount(Kilobytes);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        return disk!;
    }
}
