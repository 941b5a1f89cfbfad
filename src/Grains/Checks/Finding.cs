namespace Prcl.Grains.Checks;

/// <summary>Something that a check has found damaged.</summary>
/// <param name="Blob">The blob; one that is missing, too.</param>
/// <param name="Fault">What is wrong with it, in a line.</param>
/// <param name="Loss">What is lost once it is repaired.</param>
public sealed record Finding(string Blob, string Fault, Loss Loss);
