namespace Prcl.Silo.Experiments.Protocols;

/// <summary>The drawn street of a protocol.</summary>
internal sealed record StreetProtocol
{
    /// <summary>Chooses the streets.</summary>
    public long Seed { get; init; }

    /// <summary>Columns; 16 or more.</summary>
    public int Width { get; init; } = 240;

    /// <summary>Rows; 16 or more.</summary>
    public int Height { get; init; } = 176;

    /// <summary>Frames of each domain, in the order of the domains.</summary>
    public required IReadOnlyList<int> Frames { get; init; }
}
