using System.CommandLine;
using Prcl.Client.Shell;
using Xunit;

namespace Prcl.Unit.Client.Shell;

public sealed class ManPageTests
{
    [Fact]
    public async Task The_manual_page_describes_every_command_with_its_options()
    {
        var prcl = new CommandLineRun();

        Assert.Equal(0, await prcl.Run(TestContext.Current.CancellationToken, "man"));

        var page = prcl.Out;
        Assert.StartsWith(".TH PRCL 1", page, StringComparison.Ordinal);
        foreach (var heading in new[] { "prcl push PATH...", "prcl run create NAME", "prcl models serve VERSION", "prcl man" })
        {
            Assert.Contains($".SS \"{heading}\"", page, StringComparison.Ordinal);
        }

        Assert.Contains("\\fB\\-\\-purpose\\fR", page, StringComparison.Ordinal);
        Assert.Contains(".SH \"EXIT STATUS\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_never_taken_for_a_macro_or_an_escape()
    {
        var root = new RootCommand("Does\\n things.") { new Command("odd", ".so /etc/passwd") };
        root.Subcommands[0].SetAction(_ => 0);

        var page = new ManPage("1.2", _ => ["'odd' -x"]).Write(root, "tool", []);

        Assert.Contains("tool \\- does\\en things\n", page, StringComparison.Ordinal);
        Assert.Contains("\n\\&.so /etc/passwd\n", page, StringComparison.Ordinal);
        Assert.Contains("\n    \\&'odd' \\-x\n", page, StringComparison.Ordinal);
    }
}
