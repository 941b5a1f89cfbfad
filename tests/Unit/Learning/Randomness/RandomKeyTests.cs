using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Learning.Randomness;

public sealed class RandomKeyTests
{
    [Fact]
    public void A_key_s_numbers_never_change()
    {
        // Computed by another program: a change here would change every run that is resumed.
        var key = RandomKey.FromSeed(1).With(2).With(Purpose.Anchors).With(3);

        Assert.Equal(key, RandomKey.FromSeed(1).With(2).With(Purpose.Anchors).With(3));
        Assert.Equal(KnownState, key.State);
    }

    [Fact]
    public void Paths_do_not_collide()
    {
        var states = new HashSet<ulong>();
        for (var seed = 0L; seed < 4; seed++)
        {
            for (var round = 0; round < 20; round++)
            {
                for (var step = 0; step < 20; step++)
                {
                    var key = RandomKey.FromSeed(seed).With(round).With(step);
                    Assert.True(states.Add(key.State));
                    Assert.All(Enum.GetValues<Purpose>(), purpose => Assert.True(states.Add(key.With(purpose).State)));
                }
            }
        }
    }

    [Fact]
    public void Order_of_a_path_matters()
    {
        var root = RandomKey.FromSeed(0);

        Assert.NotEqual(root.With(1).With(2), root.With(2).With(1));
        Assert.NotEqual(root.With((long)Purpose.Batch), root.With(Purpose.Batch));
    }

    [Fact]
    public void Torch_seeds_are_not_negative() =>
        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(RandomKey.FromSeed(i).ToTorchSeed() >= 0));

    private const ulong KnownState = 18261103938880041136;
}
