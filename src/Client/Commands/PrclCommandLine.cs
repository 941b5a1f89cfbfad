using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Prcl.Images.Words;

namespace Prcl.Client.Commands;

/// <summary>The <c>prcl</c> command line.</summary>
internal sealed class PrclCommandLine
{
    private readonly CommandFrame _frame;
    private readonly RootCommand _root;

    /// <summary>The command line in its world.</summary>
    public PrclCommandLine(CommandHost host)
    {
        _frame = new CommandFrame(host);
        _root = new RootCommand("Pushes images into a cluster that learns to segment them, and asks it what it has learned.")
        {
            RunCommands.Create(_frame),
            PushCommand.Create(_frame),
            ImportCommand.Create(_frame),
            ClassesCommand.Create(_frame),
            ImagesCommand.Create(_frame),
            SuggestCommand.Create(_frame),
            LabelCommand.Create(_frame),
            RetentionCommand.Create(_frame),
            StatusCommand.Create(_frame),
            MetricsCommand.Create(_frame),
            PrototypesCommand.Create(_frame),
            PredictCommand.Create(_frame),
            EvaluateCommand.Create(_frame),
            ModelsCommands.Create(_frame),
            ExportCommand.Create(_frame),
            ClusterCommand.Create(_frame),
            TrainersCommands.Create(_frame),
            DoctorCommand.Create(_frame),
            CompletionCommand.Create(_frame),
            _frame.Silo,
            _frame.Certificates,
            _frame.Verbose,
        };
        _root.Add(ManCommand.Create(_frame, _root));
        _root.HelpName = "prcl";
        _root.Options.OfType<VersionOption>().Single().Action = new VersionLine();
        var help = _root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, _frame);
    }

    /// <summary>The commands, for tests that walk through them.</summary>
    public RootCommand Root => _root;

    /// <summary>Carries a command line out and answers the exit code.</summary>
    public async Task<int> Run(string[] arguments, CancellationToken cancellation = default)
    {
        // A file may well be called "@something": such an argument is a path, not a response file.
        var parse = _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var terminal = _frame.Host.Terminal;
        if (parse.Action is ParseErrorAction)
        {
            // A word that isn't a command is also reported as a missing one; the word says more.
            var aboutWords = parse.Errors.Where(error => parse.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal))).ToArray();
            foreach (var error in aboutWords.Length > 0 ? aboutWords : parse.Errors)
            {
                terminal.Note(error.Message);
            }

            if (parse.UnmatchedTokens is [var unknown, ..] && NearestName.Meant(unknown, parse.CommandResult.Command.Subcommands.Select(command => command.Name)) is { } meant)
            {
                terminal.Note($"did you mean '{meant}'?");
            }

            terminal.Note($"see \"{PathOf(parse)} --help\"");
            return ExitCode.Usage;
        }

        return await parse.InvokeAsync(
            new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error },
            cancellation);
    }

    private static string PathOf(ParseResult parse)
    {
        var names = new List<string>();
        for (var result = parse.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "prcl" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
