namespace Prcl.Images.Datasets;

/// <summary>Masks that lie beside their images: <c>a_mask.png</c> beside <c>a.jpg</c>.</summary>
internal sealed class MasksBeside
{
    private readonly Dictionary<string, string> _masks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private MasksBeside()
    {
    }

    /// <summary>That masks are used, for people.</summary>
    public string[] Notes => _used.Order(StringComparer.Ordinal).FirstOrDefault() is { } mask
        ? [$"{Path.GetDirectoryName(mask)}: masks beside their images are taken as labels, like {Path.GetFileName(mask)}"]
        : [];

    /// <summary>Masks whose image has another label.</summary>
    public IEnumerable<string> Unused => _masks.Values.Where(mask => !_used.Contains(mask)).Order(StringComparer.Ordinal);

    /// <summary>Takes the masks out of a folder's images.</summary>
    public static MasksBeside Take(string folder, List<string> images)
    {
        var masks = new MasksBeside();
        var places = images.Select(image => LabelFolder.Place(folder, image)).ToHashSet(StringComparer.Ordinal);
        images.RemoveAll(image => LabelNaming.IsPng(image)
            && Owner(LabelFolder.Place(folder, image)) is { } owner
            && places.Contains(owner)
            && masks._masks.TryAdd(owner, image));
        return masks;
    }

    /// <summary>The mask of the image at a place, or null.</summary>
    public string? Find(string place)
    {
        var mask = _masks.GetValueOrDefault(place);
        if (mask is not null)
        {
            _used.Add(mask);
        }

        return mask;
    }

    private static string? Owner(string place)
    {
        var slash = place.LastIndexOf('/') + 1;
        return LabelNaming.SaysLabel(place[slash..]) ? place[..slash] + LabelNaming.LabelKey(place[slash..]) : null;
    }
}
