namespace Prcl.Learning.Settings;

/// <summary>One setting as a person sees it.</summary>
/// <param name="Name">Name in files, environment and on the command line.</param>
/// <param name="Default">Default, as text.</param>
/// <param name="Range">What it may be.</param>
/// <param name="Unit">Unit; empty for plain numbers.</param>
/// <param name="Meaning">What it does, in one line.</param>
public sealed record Setting(string Name, string Default, string Range, string Unit, string Meaning);
