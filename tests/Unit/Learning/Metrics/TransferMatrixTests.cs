using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class TransferMatrixTests
{
    /// <summary>Three domains, one a phase.</summary>
    private static readonly double[][] Square = [[40, 20, 10], [44, 30, 15], [36, 32, 25]];

    [Fact]
    public void Forgetting_is_the_best_earlier_score_less_the_last_one()
    {
        var matrix = new TransferMatrix(Square);

        Assert.Equal(44 - 36, matrix.Forgetting(0));
        Assert.Equal(30 - 32, matrix.Forgetting(1));
        Assert.Equal(double.NaN, matrix.Forgetting(2));
        Assert.Equal((8 - 2) / 2.0, matrix.Forgetting());
    }

    [Fact]
    public void Backward_transfer_compares_the_end_with_the_phase_of_the_domain() =>
        Assert.Equal((36 - 40 + 32 - 30) / 2.0, new TransferMatrix(Square).BackwardTransfer());

    [Fact]
    public void Forward_transfer_compares_the_phase_before_a_domain_with_a_network_that_learned_none() =>
        Assert.Equal((20 - 5 + 15 - 3) / 2.0, new TransferMatrix(Square).ForwardTransfer([7, 5, 3]));

    [Fact]
    public void The_anytime_score_averages_over_the_domains_seen_so_far() =>
        Assert.Equal((40 + (44 + 30) / 2.0 + (36 + 32 + 25) / 3.0) / 3, new TransferMatrix(Square).Anytime(), 1e-12);

    [Fact]
    public void Domains_may_share_a_phase_and_phases_may_bring_no_domain()
    {
        // Domains 0 and 1 from the start, domain 2 in the second phase, and a third phase that loops.
        var matrix = new TransferMatrix(Square, [0, 0, 1]);

        Assert.Equal([8, -2, 15 - 25], Enumerable.Range(0, 3).Select(matrix.Forgetting));
        Assert.Equal((36 - 40 + 32 - 20 + 25 - 15) / 3.0, matrix.BackwardTransfer());
        Assert.Equal(10 - 3, matrix.ForwardTransfer([7, 5, 3]));
        Assert.Equal(((40 + 20) / 2.0 + (44 + 30 + 15) / 3.0 + (36 + 32 + 25) / 3.0) / 3, matrix.Anytime(), 1e-12);
    }

    [Fact]
    public void After_one_phase_there_is_nothing_to_forget_and_a_first_forward_transfer()
    {
        var matrix = new TransferMatrix(Square[..1]);

        Assert.Equal(double.NaN, matrix.Forgetting());
        Assert.Equal(double.NaN, matrix.BackwardTransfer());
        Assert.Equal(20 - 5, matrix.ForwardTransfer([7, 5, 3]));
        Assert.Equal(40, matrix.Anytime());
    }

    [Fact]
    public void A_score_that_was_not_measured_is_not_passed_over()
    {
        var matrix = new TransferMatrix([[40, 20, 10], [double.NaN, 30, 15], [36, 32, 25]]);

        Assert.Equal(double.NaN, matrix.Forgetting(0));
        Assert.Equal(-2, matrix.Forgetting(1));
        Assert.Equal(double.NaN, matrix.Anytime());
    }

    [Fact]
    public void A_matrix_with_holes_is_refused()
    {
        Assert.Contains("at least one phase", Assert.Throws<ArgumentException>(() => new TransferMatrix([])).Message, StringComparison.Ordinal);
        Assert.Contains("Phase 1 has scores of 1 domains, expected 2", Assert.Throws<ArgumentException>(() => new TransferMatrix([[1, 2], [1]])).Message, StringComparison.Ordinal);
        Assert.Contains("Phase 0 has scores of 2 domains, expected 1", Assert.Throws<ArgumentException>(() => new TransferMatrix([[1, 2]], [0])).Message, StringComparison.Ordinal);
        Assert.Contains("phase 0 or later, got 0, -1", Assert.Throws<ArgumentException>(() => new TransferMatrix([[1, 2]], [0, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("3 domains needs a baseline of each, got 1", Assert.Throws<ArgumentException>(() => new TransferMatrix(Square).ForwardTransfer([1])).Message, StringComparison.Ordinal);
    }
}
