using Prcl.Silo.Hosting;

namespace Prcl.Silo.Http.Doors;

/// <summary>Scopes as people write them: in lower case, separated by commas.</summary>
internal static class ScopeNames
{
    /// <summary>Every scope's name.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<Scope>().Select(Of));

    /// <summary>The name of a scope.</summary>
    public static string Of(Scope scope) => scope.ToString().ToLowerInvariant();

    /// <summary>Reads a list.</summary>
    /// <exception cref="HostException">It names none, or what is no scope.</exception>
    public static Scope[] Read(string text)
    {
        var words = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var scopes = words.Select(w => (Scope?)Enum.GetValues<Scope>().Cast<Scope?>().FirstOrDefault(s => Of(s!.Value) == w)).ToArray();
        return scopes.Length > 0 && !scopes.Contains(null)
            ? [.. scopes.Select(s => s!.Value).Distinct()]
            : throw new HostException($"scopes is '{text}'; it must be one or more of {All}, separated by commas.");
    }
}
