using System.Diagnostics.CodeAnalysis;

namespace Prcl.Images.Files;

/// <summary>The answer to "may this image in?".</summary>
/// <param name="Refusal">Why not, or <see cref="ImageRefusal.None"/>.</param>
/// <param name="Message">One line that names the rule and the values; empty when accepted.</param>
/// <param name="Header">The header as far as it was readable; always there when accepted.</param>
public sealed record ImageVerdict(ImageRefusal Refusal, string Message, ImageHeader? Header)
{
    /// <summary>Whether nothing speaks against the image.</summary>
    [MemberNotNullWhen(true, nameof(Header))]
    public bool IsAccepted => Refusal == ImageRefusal.None;

    internal static ImageVerdict Accept(ImageHeader header) => new(ImageRefusal.None, "", header);

    internal static ImageVerdict Refuse(ImageRefusal refusal, string message) => new(refusal, message, null);
}
