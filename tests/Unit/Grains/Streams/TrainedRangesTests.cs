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
            TrainedRanges.Append(trained, [5 * round, 5 * round + 4]);
        }

        Assert.Equal([0, 49_999], trained);
    }

    [Fact]
    public void The_order_of_training_is_kept()
    {
        var trained = new List<long>();
        TrainedRanges.Append(trained, [8, 11]);
        TrainedRanges.Append(trained, [0, 3, 12, 12]);
        TrainedRanges.Append(trained, [13, 14, 4, 7]);

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
            TrainedRanges.Append(trained, [16 * round + 8, 16 * round + 15]);
            TrainedRanges.Append(trained, [16 * round, 16 * round + 7]);
            longest = Math.Max(longest, trained.Count);
        }

        Assert.InRange(longest, 2, 4 * TrainedRanges.Capacity);
        Assert.Equal(16 * 20_000, SequenceRanges.Unpack([.. trained]).Distinct().Count());
        Assert.Equal([16 * 19_999 + 8, 16 * 19_999 + 15, 16 * 19_999, 16 * 19_999 + 7], trained[^4..]);
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
                TrainedRanges.Append(trained, [from, from]);
            }
        }

        Assert.Equal(expected.Order(), SequenceRanges.Unpack([.. trained]).Order());
    }
}
