using System.Runtime.CompilerServices;
using Xunit;

namespace Prcl.Long;

/// <summary>A test that takes long: run by <c>PRCL_TESTS=long dotnet test</c>, and by the gate; skipped otherwise, with a word.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = LongTests.SkipReason;
}
