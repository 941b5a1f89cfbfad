using Prcl.Contracts.Prototypes;
using Prcl.Grains.Prototypes;
using Xunit;

namespace Prcl.Unit.Grains.Prototypes;

public sealed class DriftHistoryTests
{
    [Fact]
    public void A_long_history_is_thinned_and_keeps_the_newest()
    {
        var history = new List<DriftPoint>();
        var (before, after) = (FakeTrainer.Sums(2, 1, 5), FakeTrainer.Sums(3, 2, 9));
        for (var round = 0; round < 10_000; round++)
        {
            DriftHistory.Add(history, round, before, after, round, 0);
        }

        Assert.InRange(history.Count, DriftHistory.Capacity / 2, DriftHistory.Capacity);
        Assert.Equal(9999, history[^1].Round);
        Assert.Equal(history.Select(p => p.Round).Order(), history.Select(p => p.Round));
        Assert.InRange(history[0].Round, 0, 1000);
    }

    [Fact]
    public void Equal_evidence_has_not_moved()
    {
        var history = new List<DriftPoint>();

        DriftHistory.Add(history, 3, FakeTrainer.Sums(2, 1, 5), FakeTrainer.Sums(2, 1, 5), 40, 0);

        var point = Assert.Single(history);
        Assert.Equal((3, 0, 0, 40, 5), (point.Round, point.Distance, point.Divergence, point.Clock, point.Evidence));
        Assert.Equal(Math.Sqrt(FakeTrainer.Sums(2, 1, 5).SpreadVariance().Average()), point.Spread);
    }
}
