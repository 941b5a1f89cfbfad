namespace Prcl.Contracts.Security;

/// <summary>
/// Puts the cluster's secret into every call that leaves: a client's, and one silo's to another. Whoever answers looks for it
/// under <see cref="ContextKey"/>.
/// </summary>
/// <param name="secret">The secret.</param>
public sealed class SecretBearer(string secret) : IOutgoingGrainCallFilter
{
    /// <summary>Where in the request's context it is.</summary>
    public const string ContextKey = "prcl.secret";

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(ContextKey, secret);
        return context.Invoke();
    }
}
