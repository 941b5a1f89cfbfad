namespace Prcl.Silo.Health;

/// <summary>One thing that must be right.</summary>
internal interface IHealthCheck
{
    /// <summary>Whether only a restart helps: then the silo isn't alive. Otherwise it isn't ready.</summary>
    bool NeedsRestart { get; }

    /// <summary>What isn't right, in a line; null when all is well.</summary>
    Task<string?> Look(CancellationToken cancellation);
}
