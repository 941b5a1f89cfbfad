using Prcl.EndToEnd.Processes;
using Xunit;

namespace Prcl.EndToEnd.Help;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("train")]
    [InlineData("experiment")]
    [InlineData("settings")]
    [InlineData("keys add")]
    [InlineData("doctor")]
    public Task The_host_explains_every_command_with_an_example(string command) => AssertHelp(Programs.Silo, command, "Example: prcl-silo ");

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("run create")]
    [InlineData("run list")]
    [InlineData("run show")]
    [InlineData("run start")]
    [InlineData("run stop")]
    [InlineData("run settings")]
    [InlineData("run delete")]
    [InlineData("doctor")]
    [InlineData("push")]
    [InlineData("images")]
    [InlineData("images delete")]
    [InlineData("suggest")]
    [InlineData("label")]
    [InlineData("status")]
    [InlineData("metrics")]
    [InlineData("prototypes")]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("models")]
    [InlineData("models serve")]
    [InlineData("models train")]
    [InlineData("export")]
    [InlineData("cluster")]
    [InlineData("trainers")]
    [InlineData("trainers drain")]
    [InlineData("trainers start")]
    public Task The_client_explains_every_command_with_examples(string command) => AssertHelp(Programs.Client, command, "Examples:");

    [Fact]
    public async Task The_host_lists_every_setting_of_a_run()
    {
        var listed = (await Finished.Run(Programs.Silo, ["settings"])).Succeeded();

        Assert.Contains("learning-rate", listed.Out, StringComparison.Ordinal);
        Assert.Contains("temperature of the contrastive logits", listed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_programs_say_which_version_they_are()
    {
        Assert.Matches(@"^prcl \S+, commit \S+, wire \d+\s*$", (await Finished.Run(Programs.Client, ["--version"])).Succeeded().Out);
        Assert.Matches(@"^prcl-silo \S+, commit \S+, wire \d+\s*$", (await Finished.Run(Programs.Silo, ["--version"])).Succeeded().Out);
    }

    [Fact]
    public async Task Bash_completes_commands_and_options_of_both_programs()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        const string Script = """
            PATH=$1:$2:$PATH
            source <(prcl completion bash)
            complete_line() { COMP_LINE=$*; COMP_POINT=${#COMP_LINE}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _prcl_complete; echo "${COMPREPLY[*]}"; }
            complete_line prcl run sh
            complete_line prcl push --purp
            complete_line prcl-silo serve --data-d
            """;
        var said = (await Finished.Run("/bin/bash", ["-c", Script, "bash", Path.GetDirectoryName(Programs.Client)!, Path.GetDirectoryName(Programs.Silo)!])).Succeeded();

        Assert.Equal(["show", "--purpose", "--data-dir"], said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task AssertHelp(string program, string command, string example)
    {
        var help = (await Finished.Run(program, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Succeeded();

        Assert.Empty(help.ErrorLines);
        Assert.Contains("Usage:", help.Out, StringComparison.Ordinal);
        Assert.Contains(example, help.Out, StringComparison.Ordinal);
    }
}
