using Prcl.Grains.Rounds;
using Prcl.Grains.Streams;
using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class TrainedRangesTests
{
    [Fact]
    public void Images_trained_in_order_stay_one_range()
    {
        var trained = new List<long>();
        for (var round = 0; round < 10_000; round++)
        {
            TrainedRanges.Append(trained, [5 * round, 5 * round + 4], Waits);
        }

        Assert.Equal([0, 49_999], trained);
    }

    [Fact]
    public void The_order_of_training_is_kept()
    {
        var trained = new List<long>();
        TrainedRanges.Append(trained, [8, 11], Waits);
        TrainedRanges.Append(trained, [0, 3, 12, 12], Waits);
        TrainedRanges.Append(trained, [13, 14, 4, 7], Waits);

        Assert.Equal([8, 11, 0, 3, 12, 14, 4, 7], trained);
    }

    [Fact]
    public void Ranges_of_several_trainers_do_not_grow_with_the_images()
    {
        var trained = new List<long>();
        var longest = 0;
        for (var round = 0; round < 20_000; round++)
        {
            // Two trainers lease in turns, and the second one's report comes first.
            TrainedRanges.Append(trained, [16 * round + 8, 16 * round + 15], Waits);
            TrainedRanges.Append(trained, [16 * round, 16 * round + 7], Waits);
            longest = Math.Max(longest, trained.Count);
        }

        Assert.InRange(longest, 2, 4 * TrainedRanges.Capacity);
        Assert.Equal(16 * 20_000, SequenceRanges.Unpack([.. trained]).Distinct().Count());
        Assert.Equal([16 * 19_999 + 8, 16 * 19_999 + 15, 16 * 19_999, 16 * 19_999 + 7], trained[^4..]);
    }

    [Fact]
    public void Images_between_that_are_never_trained_on_do_not_make_them_grow()
    {
        // Every second image is measured with or has a label, and one in a thousand still waits.
        var trained = new List<long>();
        for (long image = 0; image < 2_000_000; image += 2)
        {
            if (image % 1000 != 0)
            {
                TrainedRanges.Append(trained, [image, image], i => i % 2 == 1);
            }
        }

        Assert.InRange(trained.Count, 2 * 2000, 2 * 2000 + 4 * TrainedRanges.Capacity);
        var marked = SequenceRanges.Unpack([.. trained]).ToHashSet();
        Assert.All(Enumerable.Range(0, 1_000_000).Select(i => 2L * i), image => Assert.Equal(image % 1000 != 0, marked.Contains(image)));
    }

    [Fact]
    public void However_the_ranges_lie_none_is_lost_or_repeated()
    {
        var random = RandomKey.FromSeed(9).ToRandom();
        var expected = new HashSet<long>();
        var trained = new List<long>();
        for (var i = 0; i < 5000; i++)
        {
            long from = random.Next(2_000_000);
            if (expected.Add(from))
            {
                TrainedRanges.Append(trained, [from, from], Waits);
            }
        }

        Assert.Equal(expected.Order(), SequenceRanges.Unpack([.. trained]).Order());
    }

    private static bool Waits(long image) => false;
}
