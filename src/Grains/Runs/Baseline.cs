using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Learning.SelfTraining;

namespace Prcl.Grains.Runs;

/// <summary>
/// The alias <c>baseline</c>: the last version before the first unlabelled image was learned from, which learning from the stream must
/// beat. It follows the newest version while no pseudo-label has counted: as long as the schedule is within the burn-in, or no unlabelled
/// image has been trained on. Rolling training back to such a time begins anew. What a person chooses stays.
/// </summary>
/// <param name="run">The run's id.</param>
/// <param name="state">Where aliases are kept.</param>
/// <param name="selfTraining">Says how long the burn-in is.</param>
internal sealed class Baseline(string run, RunState state, SelfTrainingSettings selfTraining)
{
    /// <summary>The alias.</summary>
    public const string Alias = "baseline";

    /// <summary>A run begins with its initial model; so does one that an older program has taken further, since only that one is known to have seen nothing.</summary>
    public void Begin()
    {
        if (!state.IsBaselineChosen && state.Aliases.TryAdd(Alias, new ModelVersion(0, ModelStore.InitialModel(run), 0)))
        {
            state.HasSeenUnlabelled = state.RoundHint > 0;
        }
    }

    /// <summary>A round was committed.</summary>
    /// <param name="manifest">The round.</param>
    /// <param name="version">The version that it publishes.</param>
    public void Follow(RoundManifest manifest, ModelVersion version)
    {
        state.HasSeenUnlabelled |= manifest.Reports.SelectMany(r => r.Trained.Values).Any(ranges => ranges.Length > 0);
        var hasLearned = state.HasSeenUnlabelled && manifest.StepsDone > selfTraining.UnsupervisedBegin;
        if (!hasLearned && !state.IsBaselineChosen)
        {
            state.Aliases[Alias] = version;
        }
    }

    /// <summary>A person moves or removes an alias.</summary>
    public void Choose(string alias) => state.IsBaselineChosen |= alias == Alias;
}
