namespace Prcl.Grains.Logs;

/// <summary>What a frame is for. Stored: never renumber.</summary>
internal enum LogFrameKind : ushort
{
    /// <summary>It holds records.</summary>
    Records = 0,

    /// <summary>It closes its segment: nothing follows there, the log goes on in the next one. A writer that missed it meets it as a conflict.</summary>
    Seal = 1,
}
