using System.Globalization;
using System.Text;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>What tells a written blob of the storage account from a damaged one: CRC-32C of its content and of its name, in the metadata <c>prclsum</c>.</summary>
/// <param name="Content">CRC-32C of the content.</param>
/// <param name="Name">CRC-32C of the name.</param>
internal readonly record struct BlobSum(uint Content, uint Name)
{
    /// <summary>The metadata's key.</summary>
    public const string Key = "prclsum";

    /// <summary>The sum of a content under a name.</summary>
    public static BlobSum Of(string name, uint content) => new(content, Crc32C.Of(Encoding.UTF8.GetBytes(name)));

    /// <summary>The sum that a blob carries; null of one that was written by a program before there were any, or is appended to.</summary>
    /// <exception cref="BlobStorageException">It is no sum, or one of another name.</exception>
    public static BlobSum? Read(string name, IDictionary<string, string>? metadata)
    {
        if (metadata is null || !metadata.TryGetValue(Key, out var text))
        {
            return null;
        }

        if (text.Length != 16 || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Damaged(name, $"its metadata {Key} is no checksum");
        }

        var sum = new BlobSum((uint)(value >> 32), (uint)value);
        return sum.Name == Of(name, 0).Name ? sum : throw Damaged(name, "it was written under another name");
    }

    /// <summary>Holds what was read against the sum.</summary>
    /// <exception cref="BlobStorageException">It is another content.</exception>
    public void Verify(string name, uint content)
    {
        if (content != Content)
        {
            throw Damaged(name, "its content isn't what was written: the checksum differs");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Content:x8}{Name:x8}");

    private static BlobStorageException Damaged(string name, string reason) => new(name, "Read", reason, isRetryable: false, isDamaged: true);
}
