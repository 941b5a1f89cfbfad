using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class ImageRankingTests
{
    [Fact]
    public void The_newest_come_first_and_one_from_the_future_is_as_new_as_what_follows_it()
    {
        ImageInfo[] backwards = [Image(4, second: 40), Image(3, second: 30), Image(2, second: 90), Image(1, second: 10), Image(0, second: 10)];

        var all = ImageRanking.Newest(backwards, long.MaxValue, 0).ToArray();

        Assert.Equal([4, 3, 2, 1, 0], all.Select(p => p.Image.Sequence));
        Assert.Equal([40, 30, 30, 10, 10], all.Select(p => (int)TimeSpan.FromTicks(p.Place).TotalSeconds));
        foreach (var last in all)
        {
            // Whatever is the last of a part, the next part goes on behind it.
            Assert.Equal(all.SkipWhile(p => p != last).Skip(1), ImageRanking.Newest(backwards, last.Place, last.Image.Sequence));
        }
    }

    [Fact]
    public void The_most_in_doubt_come_first_the_newer_of_equals_and_none_that_is_unknown()
    {
        byte[] levels = [7, 0, 200, 7, 255, 0];
        var images = Enumerable.Range(0, levels.Length).Select(i => Image(i, i)).Reverse().ToArray();

        var all = ImageRanking.Doubt(images, s => levels[s], long.MaxValue, 0).ToArray();

        Assert.Equal([4, 2, 3, 0], all.Select(p => p.Image.Sequence));
        Assert.Equal([0], ImageRanking.Doubt(images, s => levels[s], 7, 3).Select(p => p.Image.Sequence));
        Assert.Equal([3, 0], ImageRanking.Doubt(images, s => levels[s], 7, long.MaxValue).Select(p => p.Image.Sequence));
    }

    [Fact]
    public void A_table_with_holes_is_read_backwards()
    {
        var table = new ImageTable();
        for (var i = 0; i < 3000; i++)
        {
            table.Add(Image(i, 0));
        }

        foreach (var gone in Enumerable.Range(1000, 1500).Append(2999).Append(0))
        {
            table.Remove(Image(gone, 0));
        }

        Assert.Equal(table.From(0).Reverse(), table.Backwards());
        Assert.Equal(1498, table.Backwards().Count());
    }

    private static ImageInfo Image(long sequence, int second) =>
        new(sequence, $"{sequence:x64}", null, "image", "day", ImagePurpose.Train, 4, 4, false, null, new DateTime(TimeSpan.FromSeconds(second).Ticks, DateTimeKind.Utc));
}
