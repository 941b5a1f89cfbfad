using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Learning.Prototypes;

public sealed class PrototypeTableTests
{
    private const int Width = 4;
    private readonly KeyedRandom _random = RandomKey.FromSeed(9).ToRandom();

    [Fact]
    public void A_class_is_what_was_pulled_and_what_the_trainer_added_this_round()
    {
        var table = new PrototypeTable(3, halfLife: 200);
        PrototypeSums pulled = Draw(0), first = Draw(100), second = Draw(100), other = Draw(100);
        table.Pull(1, pulled);

        table.Add([null, first, null]);
        table.Add([other, second, null]);

        RandomSums.AssertNear(pulled.Merge(first.Merge(second, 200), 200), table[1]!, 1e-12);
        Assert.Same(other, table[0]);
        Assert.Null(table[2]);
        Assert.Same(pulled, table.Pulled[1]);
        RandomSums.AssertNear(first.Merge(second, 200), table.Own[1]!, 1e-12);
    }

    [Fact]
    public void Pulling_again_replaces_and_leaves_the_own_sums()
    {
        var table = new PrototypeTable(1, halfLife: 0);
        PrototypeSums own = Draw(0), later = Draw(0);
        table.Pull(0, Draw(0));
        table.Add([own]);

        table.Pull(0, later);

        RandomSums.AssertNear(later.Merge(own, 0), table[0]!, 1e-12);
    }

    [Fact]
    public void Beginning_a_round_forgets_the_own_sums_and_committing_keeps_them()
    {
        var table = new PrototypeTable(2, halfLife: 0);
        PrototypeSums pulled = Draw(0), own = Draw(0);
        table.Pull(0, pulled);
        table.Add([own, own]);

        table.CommitRound();

        Assert.All(table.Own, Assert.Null);
        RandomSums.AssertNear(pulled.Merge(own, 0), table.Pulled[0]!, 1e-12);
        Assert.Same(own, table.Pulled[1]);
        var committed = table[0]!;
        table.CommitRound();
        Assert.Same(committed, table[0]);

        table.Add([own, null]);
        table.BeginRound();
        Assert.Same(committed, table[0]);
    }

    private PrototypeSums Draw(long clock) => RandomSums.Draw(_random, Width, clock);
}
