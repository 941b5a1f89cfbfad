namespace Prcl.Grains.Rounds;

/// <summary>A version that a round begins or ends with.</summary>
/// <param name="ModelBlob">Its checkpoint.</param>
/// <param name="VelocityBlob">The run's outer momentum; null while there is none.</param>
public sealed record PublishedVersion(string ModelBlob, string? VelocityBlob);
