using Prcl.Client.Video;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Client.Video;

public sealed class JpegSplitterTests
{
    private static readonly byte[] First = TestImages.Jpeg(TestImages.Gradient(64, 48));
    private static readonly byte[] Second = TestImages.Jpeg(TestImages.Gradient(20, 16));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Files_come_out_as_they_went_in_whatever_the_pieces(int piece)
    {
        // An end within a segment isn't the file's.
        byte[] withComment = [.. First[..2], 0xFF, 0xFE, 0, 6, 0xFF, 0xD9, 0xFF, 0xD8, .. First[2..]];

        Assert.Equal([First, withComment, Second], await Split([.. First, .. withComment, .. Second], piece));
    }

    [Fact]
    public async Task What_is_cut_off_is_none()
    {
        Assert.Equal([First], await Split([.. First, .. Second[..^1]], 50));
        Assert.Empty(await Split([], 50));
    }

    [Fact]
    public async Task Other_bytes_and_files_that_are_too_large_are_refused()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Split("RIFF"u8.ToArray(), 50));
        await Assert.ThrowsAsync<InvalidDataException>(() => Split([.. First[..2], 1, 2, 3], 50));
        await Assert.ThrowsAsync<InvalidDataException>(() => Split(First, 50, mostBytes: 100));
    }

    private static async Task<List<byte[]>> Split(byte[] bytes, int piece, int mostBytes = 1 << 20)
    {
        var splitter = new JpegSplitter(new Pieces(bytes, piece), mostBytes);
        var files = new List<byte[]>();
        while (await splitter.Next(TestContext.Current.CancellationToken) is { } file)
        {
            files.Add(file);
        }

        return files;
    }

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
