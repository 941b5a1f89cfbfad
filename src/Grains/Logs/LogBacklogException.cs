namespace Prcl.Grains.Logs;

/// <summary>Too many bytes already wait for the storage: the records were not accepted. Try again later.</summary>
public sealed class LogBacklogException : Exception
{
    /// <summary>A refusal.</summary>
    public LogBacklogException(string log, long pendingBytes, long maxPendingBytes)
        : base($"Log '{log}': {pendingBytes} bytes wait for the storage, {nameof(AppendLogOptions.MaxPendingBytes)} is {maxPendingBytes}.")
        => (Log, PendingBytes) = (log, pendingBytes);

    /// <summary>The log's name.</summary>
    public string Log { get; }

    /// <summary>Bytes of records that wait.</summary>
    public long PendingBytes { get; }
}
