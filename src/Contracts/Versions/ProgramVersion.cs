using System.Reflection;

namespace Prcl.Contracts.Versions;

/// <summary>Which program this is, and what it speaks.</summary>
public static class ProgramVersion
{
    /// <summary>
    /// The wire's version: of grain interfaces and the types in their messages. Adding a method or a member doesn't change it, since older programs
    /// pass it over; taking away or changing one does, and programs of different versions then don't understand each other.
    /// </summary>
    public const int Wire = 1;

    private const int CommitDigits = 10;
    private static readonly string Informational =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The release, such as 0.1.0.</summary>
    public static string Release { get; } = Informational.Split('+')[0];

    /// <summary>The commit that it was built from, ten digits; the release where the build didn't know it.</summary>
    public static string Commit { get; } = Informational.Split('+') is [_, var commit, ..] ? commit[..Math.Min(commit.Length, CommitDigits)] : Release;

    /// <summary>One line for people: release, commit, wire.</summary>
    public static string Line { get; } = $"{Release}, commit {Commit}, wire {Wire}";
}
