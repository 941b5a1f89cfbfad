using Prcl.Grains.Histories;
using Xunit;

namespace Prcl.Unit.Grains.Histories;

public sealed class ThinningTests
{
    [Theory]
    [InlineData(new long[] { 0, 1, 2 }, 1)]
    [InlineData(new long[] { 0, 5, 6, 7, 20 }, 2)]
    [InlineData(new long[] { 0, 1, 10, 20, 30 }, 1)]
    public void The_point_closest_between_its_neighbours_is_missed_least(long[] positions, int expected) =>
        Assert.Equal(expected, Thinning.LeastMissed(positions));

    [Fact]
    public void A_thinned_history_spans_everything_evenly()
    {
        var history = new List<long>();
        for (var i = 0; i < 10_000; i++)
        {
            history.Add(i);
            if (history.Count > 100)
            {
                history.RemoveAt(Thinning.LeastMissed(history));
            }
        }

        Assert.Equal((0, 9999, 100), (history[0], history[^1], history.Count));
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 400));
    }
}
