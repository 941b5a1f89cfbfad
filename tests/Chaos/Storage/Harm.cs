namespace Prcl.Chaos.Storage;

/// <summary>What happens to a piece in a spell.</summary>
internal enum Harm
{
    /// <summary>It passes.</summary>
    None,

    /// <summary>It comes late.</summary>
    Delay,

    /// <summary>It is lost, and the connection with it.</summary>
    Drop,

    /// <summary>It is answered with 503.</summary>
    Busy,
}
