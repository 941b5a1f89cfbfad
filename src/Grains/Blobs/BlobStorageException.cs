namespace Prcl.Grains.Blobs;

/// <summary>The storage failed. If the operation was a change its outcome is unknown; what was confirmed before is untouched.</summary>
public sealed class BlobStorageException : Exception
{
    /// <summary>A failure of one operation on one blob.</summary>
    public BlobStorageException(string name, string operation, string reason, bool isRetryable, bool isDiskFull = false, Exception? inner = null)
        : base($"{operation} of blob '{name}' failed: {reason}", inner)
        => (Name, Operation, IsRetryable, IsDiskFull) = (name, operation, isRetryable, isDiskFull);

    /// <summary>The blob.</summary>
    public string Name { get; }

    /// <summary>What was tried, e.g. "Append".</summary>
    public string Operation { get; }

    /// <summary>Whether the same call may succeed later (an outage, a full disk) or not (no permission, not a blob).</summary>
    public bool IsRetryable { get; }

    /// <summary>Whether the storage has no space left.</summary>
    public bool IsDiskFull { get; }
}
