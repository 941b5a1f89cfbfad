using System.Collections.Frozen;
using System.Reflection;
using Prcl.Contracts;
using Prcl.Contracts.Requests;
using Prcl.Contracts.Security;

namespace Prcl.Grains.Doors;

/// <summary>Checks the arguments of every call that clients may make, whoever makes it, before the grain sees them: the one place where requests are checked for their form.</summary>
internal sealed class RequestGuard : IIncomingGrainCallFilter
{
    private static readonly FrozenDictionary<MethodInfo, RequestCheck> Checks = ForClientsAttribute.Methods.ToFrozenDictionary(m => m, RequestCheck.Of);

    /// <inheritdoc/>
    /// <exception cref="PrclRequestException">An argument breaks its rule.</exception>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod is { } method && Checks.TryGetValue(method, out var check))
        {
            check.Require(context.Request.GetArgument);
        }

        return context.Invoke();
    }
}
