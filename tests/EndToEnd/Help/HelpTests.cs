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

    private static async Task AssertHelp(string program, string command, string example)
    {
        var help = (await Finished.Run(program, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Succeeded();

        Assert.Empty(help.ErrorLines);
        Assert.Contains("Usage:", help.Out, StringComparison.Ordinal);
        Assert.Contains(example, help.Out, StringComparison.Ordinal);
    }
}
