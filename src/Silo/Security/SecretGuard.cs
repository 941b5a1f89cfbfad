using Prcl.Contracts;
using Prcl.Contracts.Security;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Security;

/// <summary>
/// Refuses calls that don't carry the cluster's secret. Who the caller is doesn't count, since a caller says that itself; silos
/// carry the secret too. Only Orleans's own services are free to silos, and the list of grain interfaces to anybody: without it a
/// client couldn't even be told what is wrong.
/// </summary>
/// <param name="secret">The secret.</param>
internal sealed class SecretGuard(Secret secret) : IIncomingGrainCallFilter
{
    private const string InterfaceList = "Orleans.Runtime.IClusterManifestSystemTarget";

    /// <inheritdoc/>
    /// <exception cref="PrclRequestException">The call carries none, or another one.</exception>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsFree(context))
        {
            var carried = RequestContext.Get(SecretBearer.ContextKey) as string;
            if (!secret.Matches(carried))
            {
                throw new PrclRequestException(carried is null
                    ? "this cluster asks for its secret: set PRCL_CLUSTER_SECRET"
                    : "PRCL_CLUSTER_SECRET isn't this cluster's secret");
            }
        }

        return context.Invoke();
    }

    private static bool IsFree(IIncomingGrainCallContext context) =>
        context.TargetId.IsSystemTarget() && (context.SourceId?.IsClient() != true || context.InterfaceName == InterfaceList);
}
