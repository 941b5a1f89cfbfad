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
}
