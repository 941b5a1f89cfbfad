namespace Prcl.Client.Push;

/// <summary>How much goes into one call, and how many calls are on their way.</summary>
/// <param name="BatchBytes">A batch is closed before it would grow larger; one file alone may be larger.</param>
/// <param name="BatchImages">Images in a batch.</param>
/// <param name="CallsInFlight">Calls at a time.</param>
/// <param name="FileBytes">An image and its label may be this large together.</param>
/// <param name="Attempts">How often a batch is offered while storage is unavailable.</param>
internal sealed record PushLimits(
    long BatchBytes = 4 << 20,
    int BatchImages = 32,
    int CallsInFlight = 8,
    long FileBytes = 64 << 20,
    int Attempts = 10);
