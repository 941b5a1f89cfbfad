using System.Runtime.CompilerServices;
using Xunit;

namespace Prcl.Long;

/// <summary>A <see cref="LongFactAttribute"/> for each row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = LongTests.SkipReason;
}
