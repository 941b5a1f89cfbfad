using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class ImageTableTests
{
    private const int Images = 5000;
    private readonly ImageTable _table = new();

    public ImageTableTests()
    {
        for (var i = 0; i < Images; i++)
        {
            _table.Add(Image(i));
        }
    }

    [Fact]
    public void Images_are_found_by_sequence_and_listed_in_order()
    {
        _table.Remove(_table.Find(4)!);
        _table.Replace(Image(5) with { Trained = true });

        Assert.Null(_table.Find(4));
        Assert.Null(_table.Find(-1));
        Assert.Null(_table.Find(Images));
        Assert.True(_table.Find(5)!.Trained);
        Assert.Equal([3, 5, 6], _table.From(3).Take(3).Select(i => i.Sequence));
        Assert.Empty(_table.From(Images));
        Assert.Equal((Images, Images - 1), (_table.End, _table.Count));
    }

    [Fact]
    public void Deleted_images_take_no_memory_except_beside_kept_ones()
    {
        var before = _table.Pages;
        foreach (var image in _table.From(0).Where(i => i.Sequence is not (7 or 3000)).ToArray())
        {
            _table.Remove(image);
        }

        Assert.Equal(5, before);
        Assert.Equal([7, 3000], _table.From(0).Select(i => i.Sequence));

        // The page that is being filled stays until the next one begins.
        Assert.Equal(3, _table.Pages);
        for (var i = Images; i < 5121; i++)
        {
            _table.Add(Image(i));
            _table.Remove(Image(i));
        }

        Assert.Equal(3, _table.Pages);
        Assert.Equal([7, 3000], _table.From(0).Select(i => i.Sequence));
    }

    private static ImageInfo Image(long sequence) => new(sequence, $"{sequence}", null, "", "day", ImagePurpose.Train, 1, 1, false, null, DateTime.UnixEpoch);
}
