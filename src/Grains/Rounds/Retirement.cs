using Prcl.Grains.Models;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Rounds;

/// <summary>
/// Removes what no grain needs any more: manifests of rounds that all have folded, everything that was written for them
/// (named by a manifest or not), and checkpoints that are neither among the newest nor under an alias. Removing again is
/// harmless, so a crash in between costs nothing.
/// </summary>
/// <param name="run">The run's name.</param>
/// <param name="keep">Newest versions that stay.</param>
/// <param name="rounds">The manifests.</param>
/// <param name="models">The checkpoints.</param>
internal sealed class Retirement(string run, int keep, RoundHistory rounds, ModelStore models)
{
    /// <summary>Retires rounds; the caller has saved a state that knows a later round, and saves it again some time.</summary>
    /// <param name="state">The run's versions and aliases.</param>
    /// <param name="folded">Rounds below this one are folded everywhere, durably.</param>
    public async Task Retire(RunState state, long folded)
    {
        var last = folded - keep;
        for (var round = state.RemovedBelow; round < last; round++)
        {
            await RetireRound(state, round);
            state.RemovedBelow = round + 1;
        }

        // An activation that slept for long may have written one of them again (and left, since it can't save its state).
        await foreach (var round in rounds.Kept(run))
        {
            if (round < state.RemovedBelow)
            {
                await rounds.Remove(run, round);
            }
        }
    }

    /// <summary>Removes a version's checkpoint when its last alias has moved away and its round was retired before.</summary>
    public async Task Release(RunState state, ModelVersion? version)
    {
        if (version is not null && version.Version > 0 && version.Version <= state.RemovedBelow && !IsNamed(state, version.Blob))
        {
            await models.Remove(version.Blob);
        }
    }

    // The manifest first: whoever finds it finds what it names, or finds it gone when looking again. What the next manifest names as
    // late stays until that one goes.
    private async Task RetireRound(RunState state, long round)
    {
        state.Versions.RemoveAll(v => v.Version == round + 1);
        await rounds.Remove(run, round);
        var next = await rounds.Find(run, round + 1);
        string[] late = [.. next?.Reports.SelectMany(r => new[] { r.WeightsBlob, r.SumsBlob }) ?? []];
        foreach (var past in new[] { round - 1, round })
        {
            await foreach (var blob in models.OfRound(run, past))
            {
                if (!IsNamed(state, blob) && !late.Contains(blob))
                {
                    await models.Remove(blob);
                }
            }
        }
    }

    private static bool IsNamed(RunState state, string blob) => state.Aliases.Values.Any(v => v.Blob == blob);
}
