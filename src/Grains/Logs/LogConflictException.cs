namespace Prcl.Grains.Logs;

/// <summary>Another writer has appended to the log since it was opened (split brain). This one writes no more: drop it and open the log anew.</summary>
public sealed class LogConflictException : Exception
{
    /// <summary>A meeting with another writer's record.</summary>
    public LogConflictException(string log, Guid writer, Guid otherWriter)
        : base($"Log '{log}': writer {writer:N} is fenced, writer {otherWriter:N} has appended.") => (Log, Writer, OtherWriter) = (log, writer, otherWriter);

    /// <summary>The log's name.</summary>
    public string Log { get; }

    /// <summary>The writer that must stop.</summary>
    public Guid Writer { get; }

    /// <summary>The writer that was first.</summary>
    public Guid OtherWriter { get; }
}
