using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push;

/// <summary>An image file to push.</summary>
/// <param name="ImagePath">The image.</param>
/// <param name="LabelPath">Its label, or null.</param>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Bytes">Size of image and label together.</param>
internal sealed record PushItem(string ImagePath, string? LabelPath, string Domain, long Bytes)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public async Task<ImagePush> Load(ImagePurpose purpose, CancellationToken cancellation) => new(
        Path.GetFileName(ImagePath),
        await File.ReadAllBytesAsync(ImagePath, cancellation),
        LabelPath is null ? null : await File.ReadAllBytesAsync(LabelPath, cancellation),
        Domain,
        purpose);
}
