using System.Security.Cryptography;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push;

/// <summary>Names files by SHA-256.</summary>
internal static class Fingerprints
{
    /// <summary>Hashes of an item's image and label.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static async Task<ImageFingerprint> Of(PushItem item, CancellationToken cancellation) => new(
        await Hash(item.ImagePath, cancellation),
        item.LabelPath is null ? null : await Hash(item.LabelPath, cancellation));

    private static async Task<string> Hash(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
