using Xunit;

namespace Prcl.Unit.Silo.Experiments.Reports;

public sealed class ResultSetTests
{
    [Fact]
    public void Domains_are_in_the_order_of_arrival_and_unseen_ones_apart()
    {
        var results = Made.Set();

        Assert.Equal(["day", "dusk"], results.Domains);
        Assert.Equal(["night"], results.Unseen);
        Assert.Equal(2, results.LastPhase);
        Assert.Equal([0L, 1, 2], results.Seeds("prcl"));
    }

    [Fact]
    public void Final_figures_are_means_over_domains_summarised_over_seeds()
    {
        // Means over day and dusk: 36, 38, 43.
        var summary = Made.Set().Final("miou", "prcl", ["day", "dusk"]);

        Assert.Equal(39, summary.Mean, 9);
        Assert.Equal(Math.Sqrt((9 + 1 + 16) / 2.0), summary.StandardDeviation, 9);
    }

    [Fact]
    public void Differences_are_paired_over_the_seeds_that_both_arms_have()
    {
        // Seeds 0 and 1: 36 − 34 and 38 − 35; the third seed has no pair.
        var difference = Made.Set().Difference("miou", "prcl", "supervised", ["day", "dusk"]);

        Assert.Equal((2, 2.5), (difference.Differences.Count, difference.Differences.Mean));
        Assert.Equal(2.5 - 12.7062047364 * Math.Sqrt(0.5) / Math.Sqrt(2), difference.Low, 6);
        Assert.Equal("below noise", difference.Verdict);
    }

    [Fact]
    public void Forgetting_and_transfer_come_from_the_phases()
    {
        var transfer = Made.Set().Transfer("prcl", 0)!;

        Assert.Equal(41 - 40, transfer.Forgetting(0), 9);
        Assert.Equal(-1, transfer.BackwardTransfer(), 9);
        Assert.Equal(20, transfer.ForwardTransfer([0, 0]), 9);
        Assert.Equal((41 + 36) / 2.0, transfer.Anytime(), 9);
    }

    [Fact]
    public void A_phase_that_was_not_measured_leaves_transfer_out() => Assert.Null(Made.Set().Transfer("supervised", 1));
}
