using Prcl.Grains.Rounds;
using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Grains.Rounds;

public sealed class SequenceRangesTests
{
    [Theory]
    [InlineData(new long[] { }, new long[] { })]
    [InlineData(new long[] { 4 }, new long[] { 4, 4 })]
    [InlineData(new long[] { 3, 1, 2 }, new long[] { 1, 3 })]
    [InlineData(new long[] { 7, 1, 2, 2, 9, 8 }, new long[] { 1, 2, 7, 9 })]
    public void Neighbours_become_one_range(long[] sequences, long[] ranges) => Assert.Equal(ranges, SequenceRanges.Pack(sequences));

    [Fact]
    public void What_was_packed_comes_out_sorted_and_once()
    {
        var random = RandomKey.FromSeed(4).ToRandom();
        for (var trial = 0; trial < 200; trial++)
        {
            long[] sequences = [.. Enumerable.Range(0, random.Next(40)).Select(_ => (long)random.Next(60))];

            Assert.Equal(sequences.Distinct().Order(), SequenceRanges.Unpack(SequenceRanges.Pack(sequences)));
        }
    }
}
