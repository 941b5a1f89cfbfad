using Prcl.Grains.Models;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Rounds;

/// <summary>
/// Removes what no grain needs any more: manifests of rounds that all have folded, everything that was written for them
/// (named by a manifest or not), and checkpoints that are neither among the newest nor under an alias. Removing again is
/// harmless, so a crash in between costs nothing.
/// </summary>
/// <param name="run">The run's id.</param>
/// <param name="keep">Newest versions that stay.</param>
/// <param name="rounds">The manifests.</param>
/// <param name="models">The checkpoints.</param>
/// <param name="isNamed">Whether an alias keeps a checkpoint.</param>
/// <param name="isPinned">Whether a backup needs what is there: then it goes with a later round; null where none is made.</param>
internal sealed class Retirement(string run, int keep, RoundHistory rounds, ModelStore models, Predicate<string> isNamed, Func<Task<bool>>? isPinned = null)
{
    /// <summary>Retires rounds.</summary>
    /// <param name="state">The run's versions.</param>
    /// <param name="folded">Rounds below this one are folded everywhere, durably.</param>
    /// <param name="save">Saves the state; nothing is removed unless that succeeds.</param>
    public async Task Retire(RunState state, long folded, Func<Task> save)
    {
        // A restart finds the open round without the manifests that go, and nobody offers a version whose files go.
        var below = folded - keep;
        state.Versions.RemoveAll(v => v.Version <= below);
        await save();
        if (await IsPinned())
        {
            return;
        }

        // The manifests first: whoever finds one finds what it names, or finds it gone when looking again. Among them are rounds that
        // an activation has written again that slept for long (and left, since it can't save its state).
        await foreach (var round in rounds.Kept(run))
        {
            if (round < below)
            {
                await rounds.Remove(run, round);
            }
        }

        if (below > state.RemovedBelow)
        {
            await Sweep(below);
            state.RemovedBelow = below;
        }
    }

    /// <summary>Removes a version's checkpoint when its last alias has moved away and its round was retired before.</summary>
    public async Task Release(RunState state, ModelVersion? version)
    {
        if (version is not null && version.Version > 0 && version.Version <= state.RemovedBelow && !isNamed(version.Blob) && !await IsPinned())
        {
            await models.Remove(version.Blob);
        }
    }

    private async Task<bool> IsPinned() => isPinned is not null && await isPinned();

    // What the oldest kept manifest names as late stays until that one goes.
    private async Task Sweep(long below)
    {
        var oldest = await rounds.Find(run, below);
        string[] late = [.. oldest?.Reports.SelectMany(r => new[] { r.WeightsBlob, r.SumsBlob }) ?? []];
        await foreach (var blob in models.OfRoundsBelow(run, below))
        {
            if (!isNamed(blob) && !late.Contains(blob))
            {
                await models.Remove(blob);
            }
        }
    }
}
