using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// An image with its label (or pseudo-label) and confidence, which move together through augmentation. A sample owns its
/// tensors: disposing it disposes them.
/// </summary>
public sealed class Sample : IDisposable
{
    /// <summary>Takes over the tensors.</summary>
    /// <param name="image">[3, H, W] float32 in [0, 1], RGB, not normalised.</param>
    /// <param name="label">[H, W] int64, class ids from 0, ignore −1.</param>
    /// <param name="confidence">[H, W] float32 in [0, 1], or null for human labels.</param>
    /// <exception cref="ArgumentException">A tensor's type or shape differs from the above.</exception>
    public Sample(torch.Tensor image, torch.Tensor label, torch.Tensor? confidence = null)
    {
        PixelBuffer.RequireImage(image, nameof(image));
        (Height, Width) = ((int)image.shape[1], (int)image.shape[2]);
        PixelBuffer.Require(label, torch.int64, [Height, Width], nameof(label));
        if (confidence is not null)
        {
            PixelBuffer.Require(confidence, torch.float32, [Height, Width], nameof(confidence));
        }

        (Image, Label, Confidence) = (image, label, confidence);
    }

    /// <summary>[3, H, W] float32 in [0, 1], RGB, not normalised.</summary>
    public torch.Tensor Image { get; }

    /// <summary>[H, W] int64, ignore −1.</summary>
    public torch.Tensor Label { get; }

    /// <summary>[H, W] float32, or null when the label is a human's.</summary>
    public torch.Tensor? Confidence { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>A deep copy, on the CPU.</summary>
    internal Sample Copy() => new(Image.CopyToCpu(), Label.CopyToCpu(), Confidence?.CopyToCpu());

    /// <summary>Lets the tensors leave the innermost dispose scope.</summary>
    internal Sample MoveToOuterDisposeScope()
    {
        Image.MoveToOuterDisposeScope();
        Label.MoveToOuterDisposeScope();
        Confidence?.MoveToOuterDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        Label.Dispose();
        Confidence?.Dispose();
    }
}
