using System.Diagnostics.CodeAnalysis;

namespace Prcl.Images.Files;

/// <summary>A label map read from a file, or why there is none.</summary>
/// <param name="Refusal">Why not, or <see cref="ImageRefusal.None"/>.</param>
/// <param name="Message">One line that names the rule and the values; empty on success.</param>
/// <param name="Labels">The ids as stored; null when refused.</param>
public sealed record LabelReadResult(ImageRefusal Refusal, string Message, LabelMap? Labels)
{
    /// <summary>Whether there are labels.</summary>
    [MemberNotNullWhen(true, nameof(Labels))]
    public bool IsAccepted => Refusal == ImageRefusal.None;
}
