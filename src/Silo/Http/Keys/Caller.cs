using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Keys;

/// <summary>Whose key a request carries.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Scopes">What it is for.</param>
internal sealed record Caller(string Name, Scope[] Scopes)
{
    /// <summary>Whether the key is good for what a route asks.</summary>
    public bool May(Scope scope) => Scopes.Contains(scope) || Scopes.Contains(Scope.Admin);
}
