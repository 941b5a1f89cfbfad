using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Notices;
using Xunit;

namespace Prcl.Unit.Grains.Notices;

public sealed class ReminderTests
{
    [Fact]
    public void What_lasts_is_due_at_once_and_then_once_a_pause()
    {
        var time = new FakeTimeProvider();
        var reminder = new Reminder(time);

        var told = Enumerable.Range(0, 600).Count(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return reminder.IsDue();
        });

        Assert.Equal(10, told);
    }
}
