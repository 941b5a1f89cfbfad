using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class LeaseTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LeaseTable _leases;

    public LeaseTableTests() => _leases = new LeaseTable(_time, TimeSpan.FromSeconds(30));

    [Fact]
    public void Nobody_else_gets_a_held_image()
    {
        Assert.True(_leases.Take(4, "a", 1));

        Assert.False(_leases.Take(4, "b", 2));
        Assert.False(_leases.Take(4, "a", 2));
        Assert.True(_leases.IsHeld(4));
        Assert.False(_leases.IsHeld(5));
    }

    [Fact]
    public void A_lease_lapses_unless_renewed()
    {
        _leases.Take(4, "a", 1);
        _leases.Take(5, "a", 1);
        _time.Advance(TimeSpan.FromSeconds(20));
        _leases.Take(5, "a", 1);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(_leases.IsHeld(4));
        Assert.True(_leases.IsHeld(5));
        Assert.Equal(1, _leases.Count);
        Assert.True(_leases.Take(4, "b", 2));
        Assert.False(_leases.Take(4, "a", 1));
    }

    [Fact]
    public void Only_the_holder_gives_back()
    {
        _leases.Take(4, "a", 1);

        _leases.Return(4, "b", 2);
        Assert.True(_leases.IsHeld(4));
        _leases.Return(4, "a", 1);
        Assert.False(_leases.IsHeld(4));
    }

    [Fact]
    public void Failures_add_up_over_holders_until_the_image_is_done()
    {
        _leases.Take(4, "a", 1);
        Assert.Equal((1, true), _leases.Fail(4, "a", 1, 1));
        Assert.False(_leases.IsHeld(4));
        _leases.Take(4, "b", 2);
        Assert.Equal((2, true), _leases.Fail(4, "b", 2, 1));

        _leases.End(4);

        Assert.Equal((1, true), _leases.Fail(4, "b", 2, 2));
    }

    [Fact]
    public void An_attempt_that_is_told_again_counts_once_and_ends_no_later_lease()
    {
        _leases.Take(4, "a", 1);
        _leases.Fail(4, "a", 1, 7);
        _leases.Take(4, "a", 1);

        Assert.Equal((1, false), _leases.Fail(4, "a", 1, 7));
        Assert.True(_leases.IsHeld(4));
        Assert.Equal((2, true), _leases.Fail(4, "a", 1, 8));
    }

    [Fact]
    public void A_failure_told_by_another_leaves_the_holder_its_lease()
    {
        _leases.Take(4, "a", 1);

        _leases.Fail(4, "b", 2, 1);

        Assert.True(_leases.IsHeld(4));
    }
}
