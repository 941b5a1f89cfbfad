using Prcl.Grains.Doors;

namespace Prcl.Silo.Security.Gate;

/// <summary>The call that a refused one is replaced by: the client learns why, in the answer that it waits for, and nothing is woken.</summary>
/// <param name="called">The interface of what says no.</param>
/// <param name="body">The call.</param>
internal sealed class RefusalCall(IdSpan called, byte[] body)
{
    private static readonly GrainType Target = GrainType.Create(RefusalGrain.Type);

    /// <summary>The call.</summary>
    public byte[] Body => body;

    /// <summary>The header in the place of another one.</summary>
    public ClientMessage For(ClientMessage refused, RefusalReason reason) => refused with
    {
        Flags = MessageFlags.Request | MessageFlags.InterfaceType | (refused.Flags & MessageFlags.TimeToLive),
        Target = GrainId.Create(Target, IdSpan.Create(reason.ToString())),
        Interface = called,
        InterfaceVersion = null,
        Context = [],
    };
}
