namespace Prcl.Contracts.Runs;

/// <summary>One setting of a run.</summary>
/// <param name="Name">Its name in files, environment and on the command line.</param>
/// <param name="Default">The default, as text.</param>
/// <param name="Range">What it may be: an interval or the list of choices.</param>
/// <param name="Unit">Its unit; empty for plain numbers.</param>
/// <param name="Meaning">What it does, in one line.</param>
[GenerateSerializer, Immutable, Alias("prcl.setting")]
public sealed record SettingDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string Default,
    [property: Id(2)] string Range,
    [property: Id(3)] string Unit,
    [property: Id(4)] string Meaning);
