using Prcl.Grains.Clocks;
using Xunit;

namespace Prcl.Unit.Grains.Clocks;

public sealed class ClockWatchTests
{
    private readonly SteppedTime _time = new();
    private readonly ClockWatch _clock;

    public ClockWatchTests() => _clock = new ClockWatch(_time);

    [Fact]
    public void Time_that_passes_is_believed()
    {
        Assert.Null(_clock.Doubt());
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.Null(_clock.Doubt());
    }

    [Theory]
    [InlineData(10, "forward by 240.0 hours")]
    [InlineData(-0.5, "back by 12.0 hours")]
    public void A_clock_that_was_set_is_doubted_until_it_is_right_again(double days, string how)
    {
        _time.Jump(TimeSpan.FromDays(days));
        Assert.Equal($"the silo's clock was set {how} while it ran", _clock.Doubt());
        _time.Advance(TimeSpan.FromHours(5));
        Assert.NotNull(_clock.Doubt());

        _time.Jump(TimeSpan.FromDays(-days));
        Assert.Null(_clock.Doubt());
    }

    [Fact]
    public void What_has_lasted_for_a_day_is_believed_and_another_jump_begins_anew()
    {
        _time.Jump(TimeSpan.FromDays(10));
        Assert.NotNull(_clock.Doubt());
        _time.Advance(TimeSpan.FromHours(23));
        _time.Jump(TimeSpan.FromDays(1));
        Assert.NotNull(_clock.Doubt());
        _time.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(_clock.Doubt());
        _time.Advance(TimeSpan.FromHours(1.1));
        Assert.Null(_clock.Doubt());
    }

    [Fact]
    public void Small_steps_are_followed_however_many()
    {
        for (var i = 0; i < 10; i++)
        {
            _time.Jump(TimeSpan.FromMinutes(4));
            Assert.Null(_clock.Doubt());
        }
    }
}
