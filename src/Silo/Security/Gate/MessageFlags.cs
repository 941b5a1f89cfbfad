namespace Prcl.Silo.Security.Gate;

/// <summary>Bits of the first four bytes of a message's header, as Orleans 10 has them.</summary>
[Flags]
internal enum MessageFlags : uint
{
    /// <summary>Sent before anything else.</summary>
    SystemMessage = 0x1,

    /// <summary>The call changes nothing.</summary>
    ReadOnly = 0x2,

    /// <summary>The call needn't wait for others.</summary>
    AlwaysInterleave = 0x4,

    /// <summary>The order of calls doesn't matter.</summary>
    Unordered = 0x8,

    /// <summary>A request's context follows.</summary>
    RequestContext = 0x10,

    /// <summary>An interface's version follows.</summary>
    InterfaceVersion = 0x20,

    /// <summary>An interface follows.</summary>
    InterfaceType = 0x40,

    /// <summary>A time to live follows.</summary>
    TimeToLive = 0x100,

    /// <summary>The call doesn't keep the grain awake.</summary>
    SuppressKeepAlive = 0x400,

    /// <summary>An answer is waited for.</summary>
    Request = 0x1_0000,

    /// <summary>An answer.</summary>
    Response = 0x2_0000,

    /// <summary>No answer is waited for.</summary>
    OneWay = 0x3_0000,

    /// <summary>The bits that hold the direction.</summary>
    Direction = 0xF_0000,

    /// <summary>Whatever a client sets, apart from the direction.</summary>
    OfClients = SystemMessage | ReadOnly | AlwaysInterleave | Unordered | RequestContext | InterfaceVersion | InterfaceType | TimeToLive | SuppressKeepAlive,
}
