using System.CommandLine;
using Prcl.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Demo;

public sealed class DemoCommandTests
{
    [Theory]
    [InlineData("demo --minutes 0", "--minutes must be")]
    [InlineData("demo --minutes NaN", "--minutes must be")]
    [InlineData("demo --domains a b", "--domains needs --data")]
    [InlineData("demo --nonsense", "--nonsense")]
    public void A_wrong_option_is_named(string line, string message) =>
        Assert.Contains(Root().Parse(line).Errors, e => e.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("demo")]
    [InlineData("demo --data d --domains a b c --minutes 0.5 --report r --seed 3 --data-dir x --evaluate e f --set round-steps=5 --set seed=2")]
    public void Right_options_are_taken(string line) => Assert.Empty(Root().Parse(line).Errors);

    private static RootCommand Root() => [DemoCommand.Create()];
}
