namespace Prcl.Grains.Streams;

/// <summary>Which attempts to read an image have failed, each once however often it is told. In memory only: after a restart they count anew.</summary>
internal sealed class FailedAttempts
{
    private readonly Dictionary<long, HashSet<(string Reader, long Incarnation, long Attempt)>> _attempts = [];

    /// <summary>How many attempts have failed.</summary>
    public int Of(long sequence) => _attempts.GetValueOrDefault(sequence)?.Count ?? 0;

    /// <summary>An attempt has failed.</summary>
    /// <returns>False when that is known.</returns>
    public bool Add(long sequence, (string Reader, long Incarnation, long Attempt) attempt) =>
        (_attempts.TryGetValue(sequence, out var known) ? known : _attempts[sequence] = []).Add(attempt);

    /// <summary>The image is gone, or in quarantine.</summary>
    public void Forget(long sequence) => _attempts.Remove(sequence);
}
