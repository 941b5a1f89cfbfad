using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push;

/// <summary>The pictures of one push by their hash.</summary>
internal sealed class SeenPictures
{
    private readonly Dictionary<string, (PushItem Item, string? Label)> _first = [];

    /// <summary>The first item with this picture; null for the first one itself, and for one that brings the first its label.</summary>
    public (PushItem Item, string? Label)? Of(PushItem item, ImageFingerprint file)
    {
        if (!_first.TryGetValue(file.ImageSha256, out var first))
        {
            _first[file.ImageSha256] = (item, file.LabelSha256);
            return null;
        }

        if (first.Label is null && file.LabelSha256 is not null && first.Item.Domain == item.Domain)
        {
            _first[file.ImageSha256] = (first.Item, file.LabelSha256);
            return null;
        }

        return first;
    }

    /// <summary>What speaks against both being one image, or null.</summary>
    public static string? Contradiction((PushItem Item, string? Label) first, PushItem item, ImageFingerprint file) =>
        item.Domain != first.Item.Domain
            ? $"it is the same picture as {first.Item.ImagePath}, which is of the domain '{first.Item.Domain}'; an image is of one domain"
            : file.LabelSha256 is not null && file.LabelSha256 != first.Label
                ? $"it is the same picture as {first.Item.ImagePath}, with another label ({item.LabelName}); the first one's is kept"
                : null;
}
