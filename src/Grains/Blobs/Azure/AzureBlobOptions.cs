namespace Prcl.Grains.Blobs.Azure;

/// <summary>How an <see cref="AzureBlobStore"/> repeats requests and cuts up large content.</summary>
public sealed record AzureBlobOptions
{
    /// <summary>How often a request is sent before it has failed; 1 to 20; 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>The pause before the second try, doubled from try to try; 1 ms to 1 min; 0.2 s.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest pause; 1 ms to 1 min; 2 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one try may take, and one piece of a download; 10 ms to 10 min; 10 s.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Content up to this many bytes goes in one request, longer content in blocks of it; 1 to 100 MiB; 4 MiB.</summary>
    public int BlockBytes { get; init; } = 4 << 20;

    /// <summary>Blocks of one blob that are on their way at a time; 1 to 64; 4. One more is being filled: the memory of a write.</summary>
    public int ParallelBlocks { get; init; } = 4;

    /// <summary>Throws for a value out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the setting, its value and the rule.</exception>
    public void Validate()
    {
        Check(Tries, 1, 20, nameof(Tries));
        Check(Delay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(Delay));
        Check(MaxDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(MaxDelay));
        Check(TryTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10), nameof(TryTimeout));
        Check(BlockBytes, 1, 100 << 20, nameof(BlockBytes));
        Check(ParallelBlocks, 1, 64, nameof(ParallelBlocks));
    }

    private static void Check<T>(T value, T minimum, T maximum, string name)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, maximum, name);
    }
}
