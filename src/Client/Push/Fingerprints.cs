using System.Security.Cryptography;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push;

/// <summary>Names files by SHA-256.</summary>
internal static class Fingerprints
{
    /// <summary>Hashes of an item's image and label, with what they are meant for.</summary>
    /// <inheritdoc cref="PushItem.Load" path="/exception"/>
    public static async Task<ImageFingerprint> Of(PushItem item, ImagePurpose purpose, CancellationToken cancellation) =>
        new(item.Image is { } image ? Of(image) : await Hash(item.ImagePath, cancellation), await LabelHash(item, cancellation), item.Domain, purpose);

    /// <summary>The hash of a file's bytes.</summary>
    public static string Of(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static async Task<string?> LabelHash(PushItem item, CancellationToken cancellation) => item switch
    {
        { LabelPath: null } => null,
        { IsBinary: true } => Of((await item.LoadLabel(cancellation))!),
        { LabelPath: { } path } => await Hash(path, cancellation),
    };

    private static async Task<string> Hash(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
