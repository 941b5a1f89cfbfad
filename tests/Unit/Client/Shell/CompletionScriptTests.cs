using Prcl.Client.Commands;
using Prcl.Client.Shell;
using Xunit;

namespace Prcl.Unit.Client.Shell;

public sealed class CompletionScriptTests
{
    [Fact]
    public void Every_script_asks_the_program_that_is_being_typed_what_may_follow() =>
        Assert.All(CompletionScript.Shells, shell =>
        {
            Assert.Contains("[suggest:", CompletionScript.Of(shell), StringComparison.Ordinal);
            Assert.Contains("prcl-silo", CompletionScript.Of(shell), StringComparison.Ordinal);
        });

    [Fact]
    public async Task Another_shell_is_refused_with_those_that_are_known()
    {
        var prcl = new CommandLineRun();

        Assert.Equal(ExitCode.Usage, await prcl.Run(TestContext.Current.CancellationToken, "completion", "tcsh"));
        Assert.Contains("'tcsh' is no shell that prcl knows; it knows bash, zsh, fish", prcl.Error, StringComparison.Ordinal);
    }
}
