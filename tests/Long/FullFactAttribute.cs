using System.Runtime.CompilerServices;
using Xunit;

namespace Prcl.Long;

/// <summary>A test that takes long and whose faults others meet too, chaos above all: run by <c>PRCL_TESTS=full dotnet test</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullFactAttribute : FactAttribute
{
    public FullFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = LongTests.AreFull ? null : $"Others meet its faults too: {LongTests.Variable}={LongTests.Full} runs it.";
}
