namespace Prcl.Grains.Blobs;

/// <summary>What must hold of a blob for a write to happen (HTTP's If-Match and If-None-Match). The default is <see cref="Any"/>.</summary>
public readonly record struct BlobCondition
{
    private BlobCondition(string? etag, bool mustNotExist) => (ETag, RequiresAbsence) = (etag, mustNotExist);

    /// <summary>Create or replace.</summary>
    public static BlobCondition Any => default;

    /// <summary>Create only.</summary>
    public static BlobCondition MustNotExist => new(null, true);

    /// <summary>The ETag that the blob must have; null when the condition is another.</summary>
    public string? ETag { get; }

    /// <summary>Whether the blob must be absent.</summary>
    public bool RequiresAbsence { get; }

    /// <summary>Replace only the state that this ETag names.</summary>
    public static BlobCondition MustMatch(string etag)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new(etag, false);
    }

    /// <summary>Compares with the blob's ETag (null: absent).</summary>
    /// <exception cref="BlobConflictException">The condition does not hold.</exception>
    public void Check(string name, string? actual)
    {
        if (RequiresAbsence && actual is not null)
        {
            throw new BlobConflictException(name, "no blob", $"ETag {actual}");
        }

        if (ETag is not null && ETag != actual)
        {
            throw new BlobConflictException(name, $"ETag {ETag}", actual is null ? "no blob" : $"ETag {actual}");
        }
    }
}
