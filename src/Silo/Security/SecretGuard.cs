using Prcl.Contracts;
using Prcl.Contracts.Security;
using Prcl.Grains.Doors;
using Prcl.Silo.Hosting;
using Prcl.Silo.Security.Gate;

namespace Prcl.Silo.Security;

/// <summary>
/// Refuses calls that don't carry the cluster's secret: silos carry it too. Free are silos' calls to Orleans's own services, which nobody else reaches
/// (<see cref="GatewayGate"/>), the list of grain interfaces, and what tells a client why it is refused.
/// </summary>
/// <param name="secret">The secret.</param>
internal sealed class SecretGuard(Secret secret) : IIncomingGrainCallFilter
{
    private static readonly GrainType Refusal = GrainType.Create(RefusalGrain.Type);

    /// <inheritdoc/>
    /// <exception cref="PrclRequestException">The call carries none, or another one.</exception>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsFree(context))
        {
            var carried = RequestContext.Get(SecretBearer.ContextKey) as string;
            if (!secret.Matches(carried))
            {
                throw new PrclRequestException(RefusalGrain.TextOf(carried is null ? RefusalReason.SecretMissing : RefusalReason.SecretWrong)) { Code = RequestErrorCode.NotAllowed };
            }
        }

        return context.Invoke();
    }

    private static bool IsFree(IIncomingGrainCallContext context) =>
        context.TargetId.IsSystemTarget() ? context.SourceId?.IsClient() != true || context.InterfaceName == OpenCalls.Manifest : context.TargetId.Type == Refusal;
}
