using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Demo;

public sealed class PlainViewTests
{
    [Fact]
    public async Task A_line_comes_every_ten_seconds_and_has_no_control_characters()
    {
        var time = new FakeTimeProvider(FakeDemo.Created.AddSeconds(10));
        using var output = new StringWriter();
        var view = new PlainView(output, time);

        await view.Watch(show =>
        {
            for (var second = 0; second < 25; second++)
            {
                show(FakeDemo.Record());
                time.Advance(TimeSpan.FromSeconds(1));
            }

            return Task.CompletedTask;
        });

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("0:06 of 3:00  round 2  step 100/100  L_s 0.010  L_u 0.010  L_c 0.010  coverage 100 %  7.5 images/s  streamed 100 (dusk)  mIoU day 40.0, dusk 20.0", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, l => l.Any(char.IsControl));
    }

    [Fact]
    public void A_control_character_in_a_message_is_left_out()
    {
        using var output = new StringWriter();

        new PlainView(output, TimeProvider.System).Say("a\u001b[31mb");

        Assert.Equal("a[31mb" + Environment.NewLine, output.ToString());
    }
}
