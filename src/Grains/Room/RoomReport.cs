namespace Prcl.Grains.Room;

/// <summary>What a look at the storage has found.</summary>
/// <param name="FreeBytes">Free bytes of its disk; null where there is no telling, as in Azure.</param>
/// <param name="Fault">Why it takes nothing, in a line; null while it does.</param>
/// <param name="Shortage">How little is left, in a line, when that is less than is kept free of unlabelled images; else null.</param>
public sealed record RoomReport(long? FreeBytes, string? Fault, string? Shortage);
