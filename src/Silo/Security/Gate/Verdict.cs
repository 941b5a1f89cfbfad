using Prcl.Grains.Doors;

namespace Prcl.Silo.Security.Gate;

/// <summary>What becomes of a message: it passes, or is refused for a reason that the client is told.</summary>
/// <param name="Reason">Why not; null: it passes.</param>
internal readonly record struct Verdict(RefusalReason? Reason)
{
    /// <summary>It passes.</summary>
    public static Verdict Pass { get; } = new(null);
}
