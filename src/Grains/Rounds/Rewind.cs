namespace Prcl.Grains.Rounds;

/// <summary>What a manifest says that doesn't commit reports but begins a new epoch from an earlier version.</summary>
/// <param name="Version">The version that the epoch begins from; the manifest's model is a copy of it.</param>
/// <param name="SumsBlob">The prototypes of that version: every grain's committed evidence from here on, in place of what it had.</param>
/// <param name="FencedBelow">Incarnations below this one belong to earlier epochs.</param>
public sealed record Rewind(long Version, string SumsBlob, long FencedBelow);
