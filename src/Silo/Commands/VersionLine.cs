using System.CommandLine;
using System.CommandLine.Invocation;
using Prcl.Contracts.Versions;

namespace Prcl.Silo.Commands;

/// <summary>What <c>--version</c> says: release, commit, wire.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"prcl-silo {ProgramVersion.Line}");
        return ExitCode.Done;
    }
}
