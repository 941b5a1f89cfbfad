using System.Diagnostics.CodeAnalysis;

namespace Prcl.Images.Files;

/// <summary>Colours read from a file, or why there are none.</summary>
/// <param name="Refusal">Why not, or <see cref="ImageRefusal.None"/>.</param>
/// <param name="Message">One line that names the rule and the values; empty on success.</param>
/// <param name="Map">The colours; null when refused.</param>
public sealed record ColourReadResult(ImageRefusal Refusal, string Message, ColourPixels? Map)
{
    /// <summary>Whether there are colours.</summary>
    [MemberNotNullWhen(true, nameof(Map))]
    public bool IsAccepted => Refusal == ImageRefusal.None;
}
