namespace Prcl.Grains.Blobs;

/// <summary>The storage failed. If the operation was a change its outcome is unknown; what was confirmed before is untouched.</summary>
public sealed class BlobStorageException : Exception
{
    /// <summary>A failure of one operation on one blob.</summary>
    public BlobStorageException(string name, string operation, string reason, bool isRetryable, bool isDiskFull = false, Exception? inner = null, bool isDamaged = false)
        : base($"{operation} of blob '{name}' failed: {reason}", inner)
    {
        // Data travel with an exception from silo to silo; fields don't.
        (Data[nameof(Name)], Data[nameof(Operation)], Data[nameof(Reason)]) = (name, operation, reason);
        (Data[nameof(IsRetryable)], Data[nameof(IsDiskFull)], Data[nameof(IsDamaged)]) = (isRetryable, isDiskFull, isDamaged);
    }

    /// <summary>The blob.</summary>
    public string Name => Data[nameof(Name)] as string ?? "";

    /// <summary>What was tried, e.g. "Append".</summary>
    public string Operation => Data[nameof(Operation)] as string ?? "";

    /// <summary>What the storage said.</summary>
    public string Reason => Data[nameof(Reason)] as string ?? "";

    /// <summary>Whether the same call may succeed later (an outage, a full disk) or not (no permission, not a blob).</summary>
    public bool IsRetryable => Data[nameof(IsRetryable)] is true;

    /// <summary>Whether the storage has no space left.</summary>
    public bool IsDiskFull => Data[nameof(IsDiskFull)] is true;

    /// <summary>Whether the blob isn't what was written: a part changed, cut off or swapped with another blob's. Nothing of it was handed out.</summary>
    public bool IsDamaged => Data[nameof(IsDamaged)] is true;
}
