namespace Prcl.Grains;

/// <summary>
/// This activation has been overtaken by another one of the same grain: what it would need has been folded and removed
/// since. It leaves; asking again finds the other one.
/// </summary>
public sealed class StaleActivationException(string message) : Exception(message);
