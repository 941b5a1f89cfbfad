using System.CommandLine;

namespace Prcl.Client.Commands;

/// <summary>What all commands share: options, examples, and how a command is carried out.</summary>
internal sealed class CommandFrame(CommandHost host)
{
    private readonly Dictionary<Command, string[]> _examples = [];

    /// <summary>The world around the commands.</summary>
    public CommandHost Host => host;

    /// <summary>Which silo to talk to.</summary>
    public Option<string?> Silo { get; } = new("--silo")
    {
        Description = "A silo's gateway [default: PRCL_SILO, or 127.0.0.1:30000]",
        HelpName = "HOST:PORT",
        Recursive = true,
    };

    /// <summary>The certificates to connect with.</summary>
    public Option<string?> Certificates { get; } = new("--certificates")
    {
        Description = "Folder of ca.crt, tls.crt and tls.key, for silos with TLS [default: PRCL_CERTIFICATES]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Whether to print what is behind an error.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Print stack traces of errors", Recursive = true };

    /// <summary>Which run a command is about.</summary>
    public Option<string?> Run { get; } = new("--run")
    {
        Description = "The run [default: PRCL_RUN, or the only run there is]",
        HelpName = "NAME",
    };

    /// <summary>Whether the result is for machines.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON" };

    /// <summary>Examples of a command, for its help.</summary>
    public IReadOnlyList<string> ExamplesOf(Command command) => _examples.GetValueOrDefault(command, []);

    /// <summary>Makes a command.</summary>
    /// <param name="name">The word that is typed.</param>
    /// <param name="description">What it does, a sentence.</param>
    /// <param name="examples">Whole command lines.</param>
    /// <param name="body">Carries it out and answers the exit code.</param>
    /// <param name="symbols">Its arguments and options.</param>
    public Command Define(string name, string description, string[] examples, Func<CommandCall, Task<int>> body, params Symbol[] symbols)
    {
        var command = Group(name, description, examples);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
            }
        }

        command.SetAction((parse, cancellation) => CarryOut(parse, body, cancellation));
        return command;
    }

    /// <summary>Makes a command that only has subcommands.</summary>
    public Command Group(string name, string description, string[] examples)
    {
        var command = new Command(name, description);
        _examples[command] = examples;
        return command;
    }

    private async Task<int> CarryOut(ParseResult parse, Func<CommandCall, Task<int>> body, CancellationToken cancellation)
    {
        try
        {
            await using var call = new CommandCall(this, parse, cancellation);
            return await body(call);
        }
        catch (Exception exception)
        {
            var (code, line) = FailureLine.Of(exception, cancellation.IsCancellationRequested);
            if (line.Length > 0)
            {
                host.Terminal.Note(line);
            }

            if (parse.GetValue(Verbose))
            {
                await host.Terminal.Error.WriteLineAsync(exception.ToString());
            }

            return code;
        }
    }
}
