using Prcl.Client.Output;
using Xunit;

namespace Prcl.Unit.Client.Output;

public sealed class OneLineTests
{
    [Fact]
    public void A_text_from_elsewhere_cannot_break_the_line_or_steer_the_terminal() =>
        Assert.Equal("a b ?[31mc d", OneLine.Of("a\nb\t\u001b[31mc\r\nd"));
}
