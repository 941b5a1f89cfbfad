using System.CommandLine;
using Prcl.Client.Shell;

namespace Prcl.Client.Commands;

/// <summary><c>prcl completion</c>: prints what makes a shell complete both programs.</summary>
internal static class CompletionCommand
{
    public static Command Create(CommandFrame frame)
    {
        var shell = new Argument<string>("shell") { Description = $"One of {string.Join(", ", CompletionScript.Shells)}", HelpName = "SHELL" };
        shell.CompletionSources.Add(_ => CompletionScript.Shells.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        return frame.Define(
            "completion",
            "Print a script that makes a shell complete prcl and prcl-silo",
            ["prcl completion bash > ~/.local/share/bash-completion/completions/prcl", "prcl completion zsh > ~/.zfunc/_prcl", "prcl completion fish > ~/.config/fish/completions/prcl.fish"],
            call =>
            {
                call.Terminal.Out.WriteLine(CompletionScript.Of(call.Value(shell)));
                return Task.FromResult(ExitCode.Done);
            },
            shell);
    }
}
