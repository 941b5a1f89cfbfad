namespace Prcl.Grains.Runs;

/// <summary>
/// Checkpoints that an alias may name on the disk, whatever memory says: a removal that isn't saved, since the save fails or is
/// yet to come, leaves the stored alias in force, and its checkpoint must stay.
/// </summary>
/// <param name="state">The run's state, as it was read.</param>
internal sealed class NamedBlobs(IPersistentState<RunState> state)
{
    private HashSet<string> _stored = InMemory(state);

    /// <summary>Whether an alias names the checkpoint, stored or about to be.</summary>
    public bool Contains(string blob) => _stored.Contains(blob) || InMemory(state).Contains(blob);

    /// <summary>Writes the state. A write that fails may have happened all the same, so what it names is named too.</summary>
    public async Task Write()
    {
        var written = InMemory(state);
        _stored.UnionWith(written);
        await state.WriteStateAsync();
        _stored = written;
    }

    private static HashSet<string> InMemory(IPersistentState<RunState> state) => [.. state.State.Aliases.Values.Select(v => v.Blob)];
}
