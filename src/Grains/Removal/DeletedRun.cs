namespace Prcl.Grains.Removal;

/// <summary>A run that was deleted.</summary>
/// <param name="Id">What told it from others of its name.</param>
/// <param name="DeletedUtc">When.</param>
/// <param name="IsSwept">Whether nothing of it is left.</param>
public sealed record DeletedRun(string Id, DateTime DeletedUtc, bool IsSwept);
