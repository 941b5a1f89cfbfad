using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Images;

public sealed class ImageBlobsTests
{
    private static readonly byte[] Image = [1, 2, 3];

    private readonly MemoryBlobStore _memory = new();
    private readonly ImageBlobs _images;

    public ImageBlobsTests() => _images = new ImageBlobs(_memory);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_found_by_its_hash()
    {
        var (hash, isNew) = await _images.Store(Image, Cancellation);

        Assert.True(isNew);
        Assert.Equal(ContentHash.Of(Image), hash);
        Assert.Equal(Image, await _images.Load(hash, Cancellation));
        Assert.Equal($"images/{hash.ToString()[..2]}/{hash}", Assert.Single(await _memory.List("", Cancellation).ToListAsync(Cancellation)).Name);
    }

    [Fact]
    public async Task Storing_again_writes_nothing()
    {
        var (hash, _) = await _images.Store(Image, Cancellation);
        var before = await _memory.Read(ImageBlobs.NameOf(hash), Cancellation);

        Assert.Equal((hash, false), await _images.Store(Image, Cancellation));

        Assert.Equal(before!.ETag, (await _memory.Read(ImageBlobs.NameOf(hash), Cancellation))!.ETag);
    }

    [Fact]
    public async Task Rewriting_changes_the_etag_and_nothing_else()
    {
        var (hash, _) = await _images.Store(Image, Cancellation);
        var before = await _memory.Read(ImageBlobs.NameOf(hash), Cancellation);

        await _images.Rewrite(Image, Cancellation);

        Assert.NotEqual(before!.ETag, (await _memory.Read(ImageBlobs.NameOf(hash), Cancellation))!.ETag);
        Assert.Equal(Image, await _images.Load(hash, Cancellation));
    }

    [Fact]
    public async Task Storing_again_heals_a_blob_of_another_length()
    {
        var name = ImageBlobs.NameOf(ContentHash.Of(Image));
        await _memory.Write(name, new byte[] { 1, 2 }, BlobCondition.Any, Cancellation);

        var (hash, _) = await _images.Store(Image, Cancellation);

        Assert.Equal(Image, await _images.Load(hash, Cancellation));
    }

    [Fact]
    public async Task A_damaged_image_is_refused_by_name()
    {
        var (hash, _) = await _images.Store(Image, Cancellation);
        await _memory.Write(ImageBlobs.NameOf(hash), new byte[] { 1, 2, 4 }, BlobCondition.Any, Cancellation);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => _images.Load(hash, Cancellation));

        Assert.Contains(hash.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_image_is_named()
    {
        var hash = ContentHash.Of(Image);

        var refusal = await Assert.ThrowsAsync<FileNotFoundException>(() => _images.Load(hash, Cancellation));

        Assert.Contains(hash.ToString(), refusal.Message, StringComparison.Ordinal);
    }
}
