namespace Prcl.Grains.Logs;

/// <summary>A log was written by another version of the format. Nothing was changed or cut.</summary>
public sealed class LogFormatException : Exception
{
    /// <summary>An unknown version at one place.</summary>
    public LogFormatException(string segment, long offset, int version)
        : base($"Log segment '{segment}' has format version {version} at offset {offset}; this program reads version {LogFrame.Version}.")
        => (Segment, Offset, Version) = (segment, offset, version);

    /// <summary>The blob's name.</summary>
    public string Segment { get; }

    /// <summary>Where the frame begins, in bytes from the segment's start.</summary>
    public long Offset { get; }

    /// <summary>The version found.</summary>
    public int Version { get; }
}
