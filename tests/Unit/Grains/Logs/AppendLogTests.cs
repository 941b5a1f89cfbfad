using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class AppendLogTests : AppendLogContract
{
    protected override IBlobStore Store { get; } = new MemoryBlobStore();

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

        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LogBook.Open(Store, options));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }
}
