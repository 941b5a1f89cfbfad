using Prcl.Grains.Blobs;

namespace Prcl.Grains.Images;

/// <summary>Encoded images as blobs named by their SHA-256: <c>images/{first two digits}/{all digits}</c>.</summary>
public sealed class ImageBlobs(IBlobStore store)
{
    private const string Folder = "images/";

    /// <summary>Whether a blob is one, so that its name tells its content.</summary>
    public static bool IsImage(string blob) => blob.StartsWith(Folder, StringComparison.Ordinal);

    /// <summary>The blob that holds an image.</summary>
    public static string NameOf(ContentHash hash) => $"{Folder}{hash.ToString()[..2]}/{hash}";

    /// <summary>Saves an image; it is durable when this returns. Repeats are cheap: what exists with the same length isn't written again.</summary>
    /// <exception cref="BlobStorageException">The storage failed; saving again is right.</exception>
    /// <returns>The image's hash, and whether this call has written it.</returns>
    public async Task<(ContentHash Hash, bool IsNew)> Store(ReadOnlyMemory<byte> image, CancellationToken cancellation = default)
    {
        var hash = ContentHash.Of(image.Span);
        var name = NameOf(hash);
        var isNew = await LengthOf(name, cancellation) != image.Length;
        if (isNew)
        {
            await store.Write(name, image, BlobCondition.Any, cancellation);
        }

        return (hash, isNew);
    }

    /// <summary>Writes an image, there or not: whoever is about to remove what was there finds it changed.</summary>
    /// <exception cref="BlobStorageException">The storage failed; writing again is right.</exception>
    public Task Rewrite(ReadOnlyMemory<byte> image, CancellationToken cancellation = default) =>
        store.Write(NameOf(ContentHash.Of(image.Span)), image, BlobCondition.Any, cancellation);

    /// <summary>Reads an image and verifies it.</summary>
    /// <exception cref="FileNotFoundException">There is no such image.</exception>
    /// <exception cref="InvalidDataException">The blob's content does not have this hash.</exception>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public async Task<byte[]> Load(ContentHash hash, CancellationToken cancellation = default)
    {
        var name = NameOf(hash);
        var content = await Read(name, cancellation) ?? throw new FileNotFoundException($"There is no image '{name}'.", name);
        var actual = ContentHash.Of(content.Bytes);
        return actual == hash
            ? content.Bytes
            : throw new InvalidDataException($"Image '{name}' is damaged: its {content.Bytes.Length} bytes have the hash {actual}.");
    }

    private async Task<long?> LengthOf(string name, CancellationToken cancellation)
    {
        try
        {
            return (await store.Head(name, cancellation))?.Length;
        }
        catch (BlobStorageException failure) when (failure.IsDamaged)
        {
            return null;
        }
    }

    // To whoever loads images one that is damaged is like one of another hash: that image is out, and pushing it again mends it.
    private async Task<BlobContent?> Read(string name, CancellationToken cancellation)
    {
        try
        {
            return await store.Read(name, cancellation);
        }
        catch (BlobStorageException failure) when (failure.IsDamaged)
        {
            throw new InvalidDataException($"Image '{name}' is damaged: {failure.Reason}.", failure);
        }
    }
}
