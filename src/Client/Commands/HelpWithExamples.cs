using System.CommandLine;
using System.CommandLine.Invocation;

namespace Prcl.Client.Commands;

/// <summary>Help that ends with examples.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help, CommandFrame frame) : SynchronousCommandLineAction
{
    private static readonly string[] FirstSteps =
    [
        "prcl run create street --classes classes.json",
        "prcl push data/0016E5",
        "prcl run start street",
        "prcl status --follow",
        "prcl predict new.jpg -o out",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var examples = command switch
        {
            RootCommand => FirstSteps,
            { Subcommands.Count: > 0 } => command.Subcommands.SelectMany(frame.ExamplesOf),
            _ => frame.ExamplesOf(command),
        };
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example}");
        }

        return code;
    }
}
