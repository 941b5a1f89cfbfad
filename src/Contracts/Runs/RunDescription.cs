namespace Prcl.Contracts.Runs;

/// <summary>A run as it was created, with the settings that it has now.</summary>
/// <param name="Name">The run's name, its grain key.</param>
/// <param name="ClassesJson">The class list as in <c>classes.json</c>; fixed for the life of the run.</param>
/// <param name="Settings">Every setting by name, defaults included.</param>
/// <param name="CreatedUtc">When the run was created.</param>
/// <param name="Epoch">Counts roll-backs of training; 0 at first.</param>
/// <param name="Note">What in the settings doesn't suit the rest, in one line; null when all is well.</param>
/// <param name="Generation">How many runs of this name were deleted before.</param>
/// <param name="Revision">How often its settings were changed.</param>
/// <param name="From">The version of another run that it began with; null: none.</param>
/// <param name="Shown">The name that people are shown and may call it by; null: its own.</param>
[GenerateSerializer, Immutable, Alias("prcl.run")]
public sealed record RunDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string ClassesJson,
    [property: Id(2)] Dictionary<string, string> Settings,
    [property: Id(3)] DateTime CreatedUtc,
    [property: Id(4)] int Epoch,
    [property: Id(5)] string? Note = null,
    [property: Id(6)] int Generation = 0,
    [property: Id(7)] int Revision = 0,
    [property: Id(8)] ModelOrigin? From = null,
    [property: Id(9)] string? Shown = null);
