namespace Prcl.Long;

/// <summary>Whether tests that take long are run: those of more than five seconds, or of several silos.</summary>
internal static class LongTests
{
    /// <summary>The variable that asks for them, its value, and that which asks for their full forms.</summary>
    public const string Variable = "PRCL_TESTS", Asked = "long", Full = "full";

    /// <summary>Whether they are run in full: more kills, more schedules.</summary>
    public static bool AreFull { get; } = Environment.GetEnvironmentVariable(Variable) == Full;

    /// <summary>Whether they are run.</summary>
    public static bool AreRun { get; } = AreFull || Environment.GetEnvironmentVariable(Variable) == Asked;

    /// <summary>Why they are skipped; null where they are run.</summary>
    public static string? SkipReason => AreRun ? null : $"Takes long: {Variable}={Asked} runs it.";
}
