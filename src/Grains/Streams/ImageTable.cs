using Prcl.Contracts.Streams;

namespace Prcl.Grains.Streams;

/// <summary>A partition's images by sequence number. Deleted ones leave holes, and pages of nothing but holes take no memory.</summary>
internal sealed class ImageTable
{
    private const int PageSize = 1024;
    private readonly List<Page?> _pages = [];

    /// <summary>The next image's sequence.</summary>
    public long End { get; private set; }

    /// <summary>Images that are there.</summary>
    public long Count { get; private set; }

    /// <summary>Pages in memory.</summary>
    public int Pages => _pages.Count(p => p is not null);

    /// <summary>The image at a sequence; null when it is deleted or there never was one.</summary>
    public ImageInfo? Find(long sequence) => sequence >= 0 && sequence < End ? _pages[(int)(sequence / PageSize)]?.Images[sequence % PageSize] : null;

    /// <summary>Adds an image, whose sequence is <see cref="End"/>.</summary>
    public void Add(ImageInfo image)
    {
        BeginPage();
        var page = _pages[^1]!;
        page.Images[End % PageSize] = image;
        page.Count++;
        End++;
        Count++;
    }

    /// <summary>Leaves holes up to a sequence, which becomes <see cref="End"/>.</summary>
    public void SkipTo(long sequence)
    {
        while (End < sequence)
        {
            BeginPage();
            End = Math.Min(sequence, (End / PageSize + 1) * PageSize);
        }
    }

    /// <summary>Puts another state of an image in its place.</summary>
    public void Replace(ImageInfo image) => _pages[(int)(image.Sequence / PageSize)]!.Images[image.Sequence % PageSize] = image;

    /// <summary>Takes an image out.</summary>
    public void Remove(ImageInfo image)
    {
        var index = (int)(image.Sequence / PageSize);
        var page = _pages[index]!;
        page.Images[image.Sequence % PageSize] = null;
        page.Count--;
        Count--;
        if (index < _pages.Count - 1)
        {
            Drop(index);
        }
    }

    /// <summary>Images from a sequence number on, in order.</summary>
    public IEnumerable<ImageInfo> From(long sequence)
    {
        for (var at = Math.Max(0, sequence); at < End;)
        {
            if (_pages[(int)(at / PageSize)] is not { } page)
            {
                at += PageSize - at % PageSize;
                continue;
            }

            if (page.Images[at++ % PageSize] is { } image)
            {
                yield return image;
            }
        }
    }

    /// <summary>Images, last first.</summary>
    public IEnumerable<ImageInfo> Backwards()
    {
        for (var at = End - 1; at >= 0;)
        {
            if (_pages[(int)(at / PageSize)] is not { } page)
            {
                at -= at % PageSize + 1;
                continue;
            }

            if (page.Images[at-- % PageSize] is { } image)
            {
                yield return image;
            }
        }
    }

    private void BeginPage()
    {
        if (End % PageSize == 0)
        {
            Drop(_pages.Count - 1);
            _pages.Add(new Page());
        }
    }

    private void Drop(int index)
    {
        if (index >= 0 && _pages[index] is { Count: 0 })
        {
            _pages[index] = null;
        }
    }

    private sealed class Page
    {
        public ImageInfo?[] Images { get; } = new ImageInfo?[PageSize];

        public int Count { get; set; }
    }
}
