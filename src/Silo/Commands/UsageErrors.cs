using System.CommandLine;
using Prcl.Images.Words;

namespace Prcl.Silo.Commands;

/// <summary>Tells what is wrong with a command line: a line each on standard error, instead of the whole help.</summary>
internal static class UsageErrors
{
    /// <summary>Writes the lines and answers the exit code.</summary>
    public static int Tell(ParseResult result)
    {
        // A word that isn't a command is also reported as a missing one; the word says more.
        var aboutWords = result.Errors.Where(e => result.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'", StringComparison.Ordinal))).ToArray();
        foreach (var error in aboutWords.Length > 0 ? aboutWords : result.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        if (result.UnmatchedTokens is [var word, ..] && NearestName.Meant(word, result.CommandResult.Command.Subcommands.Select(c => c.Name)) is { } meant)
        {
            Console.Error.WriteLine($"did you mean '{meant}'?");
        }

        Console.Error.WriteLine($"see \"{PathOf(result)} --help\"");
        return ExitCode.Usage;
    }

    private static string PathOf(ParseResult result) =>
        result.CommandResult.Command is RootCommand ? "prcl-silo" : $"prcl-silo {result.CommandResult.Command.Name}";
}
