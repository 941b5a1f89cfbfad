namespace Prcl.Grains.Streams;

/// <summary>A deleted image whose files may still be there.</summary>
/// <param name="Ordinal">Its place among the partition's deletions, from 0.</param>
/// <param name="Sha256">The image's file, and those of every label that it had.</param>
internal sealed record Deletion(long Ordinal, string[] Sha256);
