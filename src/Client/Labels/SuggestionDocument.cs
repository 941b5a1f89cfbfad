using Prcl.Contracts.Streams;

namespace Prcl.Client.Labels;

/// <summary>An image that a person should label.</summary>
/// <param name="Sha256">Its name in the run.</param>
/// <param name="Name">The file's name as pushed.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Doubt">Its mean uncertainty when a trainer last looked at it, 0 to 1; null where none has.</param>
/// <param name="ClassId">The predicted class that most of the doubt lies on; null likewise.</param>
/// <param name="File">Where it was written; null where it wasn't.</param>
/// <param name="Mask">Where the present prediction was written, to begin with; null where it wasn't.</param>
internal sealed record SuggestionDocument(string Sha256, string Name, string Domain, double? Doubt, int? ClassId, string? File, string? Mask)
{
    /// <summary>The document of an image.</summary>
    public static SuggestionDocument Of(ImageInfo image) => new(image.Sha256, image.Name, image.Domain, image.Doubt?.Mean, image.Doubt?.ClassId, null, null);
}
