using System.Reflection;

namespace Prcl.Silo.Experiments;

/// <summary>Which state of the program this is.</summary>
internal static class Build
{
    /// <summary>The commit that it was built from, ten digits; the version where the build didn't know it.</summary>
    public static string Commit { get; } = Short(typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    private static string Short(string version) => version.IndexOf('+', StringComparison.Ordinal) is >= 0 and var at ? version[(at + 1)..Math.Min(version.Length, at + 11)] : version;
}
