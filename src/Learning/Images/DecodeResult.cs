using System.Diagnostics.CodeAnalysis;
using Prcl.Images.Files;

namespace Prcl.Learning.Images;

/// <summary>A decoded image, or why there is none.</summary>
/// <param name="Refusal">Why not, or <see cref="ImageRefusal.None"/>.</param>
/// <param name="Message">One line that names the rule and the values; empty on success.</param>
/// <param name="Image">The upright image; null when refused.</param>
public sealed record DecodeResult(ImageRefusal Refusal, string Message, RgbImage? Image)
{
    /// <summary>Whether there is an image.</summary>
    [MemberNotNullWhen(true, nameof(Image))]
    public bool IsAccepted => Refusal == ImageRefusal.None;
}
