using System.CommandLine;
using System.CommandLine.Invocation;

namespace Prcl.Client.Commands;

/// <summary>Help that ends with examples.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help, CommandFrame frame) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var own = frame.ExamplesOf(command);
        var examples = own.Count > 0 ? own : [.. command.Subcommands.SelectMany(frame.ExamplesOf)];
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example}");
        }

        return code;
    }
}
