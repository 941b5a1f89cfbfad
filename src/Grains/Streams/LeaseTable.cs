namespace Prcl.Grains.Streams;

/// <summary>Who holds which image until when. Kept in memory only: after a restart trainers renew what they hold.</summary>
/// <param name="time">Tells the time.</param>
/// <param name="duration">How long a lease lasts.</param>
public sealed class LeaseTable(TimeProvider time, TimeSpan duration)
{
    private readonly Dictionary<long, Lease> _leases = [];
    private readonly FailedAttempts _failures = new();
    private long _fencedBelow;

    /// <summary>Leases that haven't expired.</summary>
    public int Count
    {
        get
        {
            DropExpired();
            return _leases.Count;
        }
    }

    /// <summary>How many of these images are held.</summary>
    public int CountAmong(Func<long, bool> images)
    {
        DropExpired();
        return _leases.Keys.Count(images);
    }

    /// <summary>Whether anybody holds the image.</summary>
    public bool IsHeld(long sequence) => _leases.TryGetValue(sequence, out var lease) && lease.Until > time.GetUtcNow();

    /// <summary>Gives the image to a trainer, or renews its lease.</summary>
    /// <returns>False when somebody else holds it, or the incarnation is fenced.</returns>
    public bool Take(long sequence, string trainer, long incarnation)
    {
        if (incarnation < _fencedBelow || (IsHeld(sequence) && !IsHeldBy(sequence, trainer, incarnation)))
        {
            return false;
        }

        _leases[sequence] = new Lease(trainer, incarnation, time.GetUtcNow() + duration);
        return true;
    }

    /// <summary>Ends the trainer's lease, if it is its.</summary>
    public void Return(long sequence, string trainer, long incarnation)
    {
        if (IsHeldBy(sequence, trainer, incarnation))
        {
            _leases.Remove(sequence);
        }
    }

    /// <summary>Ends whatever lease there is: the image is trained or gone.</summary>
    public void End(long sequence)
    {
        _leases.Remove(sequence);
        _failures.Forget(sequence);
    }

    /// <summary>Ends the leases of incarnations of earlier epochs, and gives them no more.</summary>
    /// <param name="fencedBelow">The first incarnation that may hold a lease.</param>
    public void Fence(long fencedBelow)
    {
        _fencedBelow = Math.Max(_fencedBelow, fencedBelow);
        foreach (var (sequence, _) in _leases.Where(l => l.Value.Incarnation < fencedBelow).ToArray())
        {
            _leases.Remove(sequence);
        }
    }

    /// <summary>An attempt to read an image has failed: counts it once, and ends the lease, if it is the trainer's.</summary>
    /// <returns>How many attempts have failed; whether this one is counted now.</returns>
    public (int Failures, bool IsNew) Fail(long sequence, string trainer, long incarnation, long attempt)
    {
        var isNew = _failures.Add(sequence, (trainer, incarnation, attempt));
        if (isNew)
        {
            Return(sequence, trainer, incarnation);
        }

        return (_failures.Of(sequence), isNew);
    }

    private bool IsHeldBy(long sequence, string trainer, long incarnation) =>
        _leases.TryGetValue(sequence, out var lease) && lease.Trainer == trainer && lease.Incarnation == incarnation;

    private void DropExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (sequence, _) in _leases.Where(l => l.Value.Until <= now).ToArray())
        {
            _leases.Remove(sequence);
        }
    }

    private sealed record Lease(string Trainer, long Incarnation, DateTimeOffset Until);
}
