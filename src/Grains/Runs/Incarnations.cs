namespace Prcl.Grains.Runs;

/// <summary>
/// The fencing tokens of a run's trainers. Silos come and go under new names, so only the newest are kept; a trainer whose
/// token is forgotten is fenced like an unknown one, and joins again.
/// </summary>
/// <param name="state">Where they are kept.</param>
internal sealed class Incarnations(RunState state)
{
    /// <summary>Trainers that are kept besides the living ones.</summary>
    public const int Kept = 256;

    /// <summary>Trainers that have a current one.</summary>
    public IReadOnlyCollection<string> Trainers => [.. state.Incarnations.Keys];

    /// <summary>Every incarnation that was given out is below this one.</summary>
    public long Limit => state.Incarnation + 1;

    /// <summary>A new epoch begins: none of them is current any more; the caller saves the state.</summary>
    /// <param name="fencedBelow">Whatever is below is never given out again.</param>
    public void Fence(long fencedBelow)
    {
        state.Incarnations.Clear();
        state.Incarnation = Math.Max(state.Incarnation, fencedBelow - 1);
    }

    /// <summary>Whether this is the trainer's newest incarnation.</summary>
    public bool IsCurrent(string trainer, long incarnation) => state.Incarnations.TryGetValue(trainer, out var current) && current == incarnation;

    /// <summary>A trainer has left: what it still says, or repeats, counts for nothing. It may be told to the storage with the next change.</summary>
    public void End(string trainer, long incarnation)
    {
        if (IsCurrent(trainer, incarnation))
        {
            state.Incarnations.Remove(trainer);
        }
    }

    /// <summary>Gives a trainer a new incarnation; the caller saves the state.</summary>
    /// <param name="trainer">The trainer's key.</param>
    /// <param name="live">Trainers that must not be forgotten.</param>
    public long Next(string trainer, IReadOnlyCollection<string> live)
    {
        state.Incarnations[trainer] = ++state.Incarnation;
        foreach (var (old, _) in state.Incarnations.OrderByDescending(i => i.Value).Skip(Kept).Where(i => !live.Contains(i.Key)).ToArray())
        {
            state.Incarnations.Remove(old);
        }

        return state.Incarnation;
    }
}
