namespace Prcl.Chaos.Faults;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of a silo; it is started again.</summary>
    KillSilo,

    /// <summary>SIGKILL of Redis; it is started again with its append-only file.</summary>
    KillRedis,

    /// <summary>SIGKILL of the storage; it is started again.</summary>
    KillStorage,

    /// <summary>SIGSTOP of a silo for 20 s: the others evict it, and it finds that out.</summary>
    FreezeSilo,

    /// <summary>A silo joins, and leaves by SIGTERM.</summary>
    Guest,

    /// <summary>Slow and failing storage.</summary>
    Spell,

    /// <summary>A disk without a byte left, for a while.</summary>
    FullDisk,

    /// <summary>A silo's wall clock is days ahead, or minutes behind, for a while.</summary>
    ClockJump,

    /// <summary>A backup is taken. Not a fault, and none may come of it.</summary>
    Backup,

    /// <summary>Another authority and other certificates, in three steps. Not a fault, and none may come of it.</summary>
    Rotation,
}
