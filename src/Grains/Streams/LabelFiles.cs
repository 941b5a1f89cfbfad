namespace Prcl.Grains.Streams;

/// <summary>Which label files a partition's images have, or had before a newer label came: all of an image's go with it.</summary>
internal sealed class LabelFiles
{
    private readonly Dictionary<long, List<string>> _ofImage = [];
    private readonly Dictionary<string, int> _images = new(StringComparer.Ordinal);

    /// <summary>Whether an image has or had this label file.</summary>
    public bool Contains(string sha256) => _images.ContainsKey(sha256);

    /// <summary>How many labels an image has got so far.</summary>
    public int CountOf(long sequence) => _ofImage.GetValueOrDefault(sequence)?.Count ?? 0;

    /// <summary>An image gets a label.</summary>
    public void Add(long sequence, string sha256)
    {
        (_ofImage.TryGetValue(sequence, out var files) ? files : _ofImage[sequence] = []).Add(sha256);
        _images[sha256] = _images.GetValueOrDefault(sha256) + 1;
    }

    /// <summary>An image is deleted; answers its label files.</summary>
    public IReadOnlyList<string> Remove(long sequence)
    {
        if (!_ofImage.Remove(sequence, out var files))
        {
            return [];
        }

        foreach (var sha256 in files)
        {
            if (--_images[sha256] == 0)
            {
                _images.Remove(sha256);
            }
        }

        return files;
    }
}
