namespace Prcl.Grains.Limits;

/// <summary>What one silo takes of its machine, whoever asks and however many. The host's options state ranges and defaults, and check them; 0 is no limit.</summary>
public sealed record SiloLimits
{
    /// <summary>A silo without limits other than those of each call.</summary>
    public static SiloLimits None { get; } = new();

    /// <summary>Bytes of the storage's disk that stay free of unlabelled images.</summary>
    public long FreeBytes { get; init; }

    /// <summary>Pixels of images that are decoded at once.</summary>
    public long DecodedPixels { get; init; }

    /// <summary>Runs of the cluster.</summary>
    public int Runs { get; init; }

    /// <summary>Classes of a new run.</summary>
    public int Classes { get; init; }

    /// <summary>Bytes of a run's image files.</summary>
    public long RunBytes { get; init; }
}
