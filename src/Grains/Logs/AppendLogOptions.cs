namespace Prcl.Grains.Logs;

/// <summary>Limits of an <see cref="AppendLog"/>. They may differ from one opening of a log to the next.</summary>
public sealed record AppendLogOptions
{
    /// <summary>Bytes after which a segment is closed and the next begun; at least 1; 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>Appends to one segment, the closing one included; 2 to 50,000 (Azure's limit of blocks); 40,000.</summary>
    public int AppendsPerSegment { get; init; } = 40_000;

    /// <summary>Bytes of records that may wait for the storage; at least 1; 32 MiB. Beyond it new records are refused.</summary>
    public long MaxPendingBytes { get; init; } = 32L << 20;

    /// <summary>Whether the log's witness learns of what is confirmed; yes.</summary>
    public bool KeepsWitness { get; init; } = true;

    /// <summary>Tells the time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Throws for a value out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the setting, its value and the rule.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AppendsPerSegment, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AppendsPerSegment, 50_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingBytes, 1);
    }
}
