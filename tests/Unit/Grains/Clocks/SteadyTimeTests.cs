using Prcl.Grains.Clocks;
using Xunit;

namespace Prcl.Unit.Grains.Clocks;

public sealed class SteadyTimeTests
{
    private readonly SteppedTime _wall = new();
    private readonly SteadyTime _steady;
    private readonly DateTimeOffset _began;

    public SteadyTimeTests() => (_steady, _began) = (new SteadyTime(_wall), _wall.GetUtcNow());

    private TimeSpan Passed => _steady.GetUtcNow() - _began;

    // The clock beneath goes on while the test runs.
    private void AssertPassed(TimeSpan expected) => Assert.InRange(Passed, expected - TimeSpan.FromSeconds(1), expected + TimeSpan.FromMinutes(1));

    [Fact]
    public void Time_passes_as_on_the_wall()
    {
        _wall.Advance(TimeSpan.FromDays(3));

        AssertPassed(TimeSpan.FromDays(3));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void A_clock_that_jumps_and_comes_back_is_not_noticed(double days)
    {
        _wall.Jump(TimeSpan.FromDays(days));
        AssertPassed(TimeSpan.Zero);
        _wall.Advance(TimeSpan.FromMinutes(9));
        AssertPassed(TimeSpan.FromMinutes(9));

        _wall.Jump(TimeSpan.FromDays(-days));
        AssertPassed(TimeSpan.FromMinutes(9));
    }

    [Fact]
    public void What_has_lasted_for_ten_minutes_is_followed_forward()
    {
        _wall.Jump(TimeSpan.FromHours(8));
        AssertPassed(TimeSpan.Zero);
        _wall.Advance(TimeSpan.FromMinutes(11));

        AssertPassed(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(11));
    }

    [Fact]
    public void It_never_goes_back_however_long_the_clock_stays_there()
    {
        var last = _steady.GetUtcNow();
        foreach (var minutes in new double[] { 4, -4, -180, 60, 300, -300, 3 })
        {
            _wall.Jump(TimeSpan.FromMinutes(minutes));
            for (var i = 0; i < 30; i++)
            {
                _wall.Advance(TimeSpan.FromMinutes(1));
                var now = _steady.GetUtcNow();
                Assert.True(now > last, $"{now} came after {last}");
                last = now;
            }
        }
    }

    [Fact]
    public void What_is_said_about_clocks_goes_by_the_machines_own()
    {
        _wall.Jump(TimeSpan.FromDays(10));

        Assert.InRange((SteadyTime.WallOf(_steady).GetUtcNow() - _steady.GetUtcNow()).TotalDays, 9.9, 10.1);
        Assert.Same(_wall, SteadyTime.WallOf(_wall));
    }

    [Fact]
    public void Small_steps_forward_are_followed_at_once()
    {
        for (var i = 1; i <= 10; i++)
        {
            _wall.Jump(TimeSpan.FromMinutes(4));
            AssertPassed(TimeSpan.FromMinutes(4 * i));
        }
    }
}
