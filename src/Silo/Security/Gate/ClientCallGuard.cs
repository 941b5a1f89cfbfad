using System.Reflection;
using Prcl.Contracts;
using Prcl.Contracts.Security;
using Prcl.Grains.Doors;

namespace Prcl.Silo.Security.Gate;

/// <summary>
/// A second look at a client's call, when Orleans has read it: that it is an open method. Who the caller is can be believed here, since
/// <see cref="GatewayGate"/> lets clients speak in no name but their own, and only silos come in by the other port.
/// </summary>
internal sealed class ClientCallGuard : IIncomingGrainCallFilter
{
    private static readonly HashSet<MethodInfo> Open = [.. ForClientsAttribute.Methods, typeof(IRefusalGrain).GetMethod(nameof(IRefusalGrain.Tell))!];

    /// <inheritdoc/>
    /// <exception cref="PrclRequestException">A client calls what is closed.</exception>
    public Task Invoke(IIncomingGrainCallContext context) =>
        context.SourceId is not { } source || !source.IsClient() || IsSilosOwn(source) || context.TargetId.IsSystemTarget() || Open.Contains(context.InterfaceMethod)
            ? context.Invoke()
            : throw new PrclRequestException(RefusalGrain.TextOf(RefusalReason.Closed)) { Code = RequestErrorCode.NotAllowed };

    private static bool IsSilosOwn(GrainId client) => client.Key.AsSpan().StartsWith("hosted-"u8);
}
