using Prcl.Contracts.Evaluation;
using Prcl.Grains.Evaluation;
using Xunit;

namespace Prcl.Unit.Grains.Evaluation;

public sealed class EvaluationHistoryTests
{
    [Fact]
    public void A_long_history_keeps_whole_versions_over_the_whole_run()
    {
        var history = new List<EvaluationResult>();
        for (var version = 0; version < 3000; version++)
        {
            EvaluationHistory.Add(history, [Result("day", version), Result("dusk", version), Result("rain", version)]);
        }

        Assert.InRange(history.Count, EvaluationHistory.Capacity - 3, EvaluationHistory.Capacity);
        Assert.Equal((0, 2999), (history[0].Version, history[^1].Version));
        Assert.All(history.GroupBy(r => r.Version), version => Assert.Equal(["day", "dusk", "rain"], version.Select(r => r.Domain)));
        Assert.Equal(history.Select(r => r.Version).Order(), history.Select(r => r.Version));
    }

    [Fact]
    public void Results_stand_in_the_order_of_versions_and_replace_earlier_ones()
    {
        var history = new List<EvaluationResult>();
        EvaluationHistory.Add(history, [Result("day", 3), Result("rain", 3)]);

        EvaluationHistory.Add(history, [Result("day", 0)]);
        EvaluationHistory.Add(history, [Result("rain", 3) with { Images = 9 }]);

        Assert.Equal([("day", 0, 1), ("day", 3, 1), ("rain", 3, 9)], history.Select(r => (r.Domain, (int)r.Version, r.Images)));
    }

    private static EvaluationResult Result(string domain, long version) => new(domain, version, 1, 50, [], [], 0, 0);
}
