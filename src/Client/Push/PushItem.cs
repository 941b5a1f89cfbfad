using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push;

/// <summary>An image file to push.</summary>
/// <param name="ImagePath">The image.</param>
/// <param name="LabelPath">Its label, or null.</param>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Bytes">Size of image and label together.</param>
/// <param name="IsBinary">Whether the label is a mask of two numbers, to become the classes 0 and 1.</param>
internal sealed record PushItem(string ImagePath, string? LabelPath, string Domain, long Bytes, bool IsBinary = false)
{
    /// <summary>What people are told of the label, where it was drawn from another file than <see cref="LabelPath"/>.</summary>
    public string? LabelName
    {
        get => field ?? LabelPath;
        init;
    }

    /// <summary>The image's bytes, where it is in no file and <see cref="ImagePath"/> is only what it is called; null: they are read from there.</summary>
    public byte[]? Image { get; init; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">The label should be a mask of two numbers and is none.</exception>
    public async Task<ImagePush> Load(ImagePurpose purpose, CancellationToken cancellation) => new(
        Printable.Of(Path.GetFileName(ImagePath)),
        Image ?? await File.ReadAllBytesAsync(ImagePath, cancellation),
        await LoadLabel(cancellation),
        Domain,
        purpose);

    /// <summary>Reads the label as it is sent; null without one.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public async Task<byte[]?> LoadLabel(CancellationToken cancellation)
    {
        var bytes = LabelPath is null ? null : await File.ReadAllBytesAsync(LabelPath, cancellation);
        return bytes is not null && IsBinary ? BinaryMask.ToClasses(bytes) : bytes;
    }
}
