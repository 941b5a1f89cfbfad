namespace Prcl.Grains.Logs;

/// <summary>A log holds bytes that no interrupted append explains. Nothing was changed or cut.</summary>
public sealed class LogCorruptedException : Exception
{
    /// <summary>Damage at one place.</summary>
    public LogCorruptedException(string segment, long offset, string reason)
        : base($"Log segment '{segment}' is damaged at offset {offset}: {reason}.") => (Segment, Offset) = (segment, offset);

    /// <summary>The blob's name.</summary>
    public string Segment { get; }

    /// <summary>Where the first damaged frame begins, in bytes from the segment's start.</summary>
    public long Offset { get; }
}
