namespace Prcl.Grains.Blobs;

/// <summary>Someone else changed the blob: a condition of a write, an append's position or a delete's ETag does not hold. Nothing was changed.</summary>
public sealed class BlobConflictException : Exception
{
    /// <summary>A conflict of ETags or of existence.</summary>
    public BlobConflictException(string name, string expected, string actual)
        : base($"Blob '{name}': expected {expected}, found {actual}.") => (Name, Expected, Actual) = (name, expected, actual);

    /// <summary>A conflict of an append's position.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="expectedLength">Where the append wanted to begin.</param>
    /// <param name="actualLength">The blob's length; null when it is absent.</param>
    public BlobConflictException(string name, long expectedLength, long? actualLength)
        : this(name, $"length {expectedLength}", actualLength is null ? "no blob" : $"length {actualLength}") => ActualLength = actualLength;

    /// <summary>The blob.</summary>
    public string Name { get; }

    /// <summary>What the caller counted on.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Actual { get; }

    /// <summary>The blob's length, when the conflict is about lengths and the blob exists.</summary>
    public long? ActualLength { get; }
}
