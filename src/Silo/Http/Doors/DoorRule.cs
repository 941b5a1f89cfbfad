using Microsoft.AspNetCore.Builder;

namespace Prcl.Silo.Http.Doors;

/// <summary>Who may use a route. One without a rule is an administrator's.</summary>
/// <param name="Scope">What the key must be for; null: no key is asked for, and neither Host nor Origin is looked at.</param>
/// <param name="AnyHost">Whether the Host is left alone where keys are asked for: who scrapes a pod knows its address only.</param>
/// <param name="AnyBody">Whether a body may be of any type.</param>
internal sealed record DoorRule(Scope? Scope, bool AnyHost = false, bool AnyBody = false);

/// <summary>Puts rules onto routes.</summary>
internal static class DoorRules
{
    /// <summary>The route asks for a key of this scope.</summary>
    public static T Needs<T>(this T route, Scope scope)
        where T : IEndpointConventionBuilder => route.WithMetadata(new DoorRule(scope));

    /// <summary>The route has a rule of its own.</summary>
    public static T Follows<T>(this T route, DoorRule rule)
        where T : IEndpointConventionBuilder => route.WithMetadata(rule);
}
