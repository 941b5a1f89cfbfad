using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Grains.Runs;

/// <content>Aliases, and rolling training back.</content>
internal sealed partial class RunProtocol
{
    /// <inheritdoc cref="IRunGrain.MoveAlias"/>
    public async Task MoveAlias(string alias, long version)
    {
        await OrLeave(Rounds.Follow);
        var before = Versions.MoveAlias(alias, version);
        Baseline.Choose(alias);
        await Release(before);
    }

    /// <inheritdoc cref="IRunGrain.RemoveAlias"/>
    public Task RemoveAlias(string alias)
    {
        // Saved when there is none, too: that may be an earlier try's doing, which wasn't saved.
        state.State.Aliases.Remove(alias, out var before);
        Baseline.Choose(alias);
        return Release(before);
    }

    /// <inheritdoc cref="IRunGrain.RollBack"/>
    public async Task<RoundAssignment> RollBack(long version, int epoch)
    {
        if (Damage is not null)
        {
            throw new PrclRequestException(Damage) { Code = RequestErrorCode.DamagedRun };
        }

        await OrLeave(Rounds.Follow);
        while (Rounds.Epoch == epoch)
        {
            await Rewind(epoch, Versions.Get(version));
        }

        if (Rounds.Epoch != epoch + 1 || state.State.RolledBackTo != version)
        {
            throw new PrclRequestException(
                $"Run '{_name}' wasn't rolled back from epoch {epoch} to version {version}: it is in epoch {Rounds.Epoch}{(state.State.RolledBackTo is { } other ? $", which began from version {other}" : "")}.")
            { Code = RequestErrorCode.Overtaken };
        }

        // Also tells an activation that was overtaken, and whose round took the place of one that is long retired, that it counts for nothing.
        await Save();
        LogRolledBack(_name, version, Rounds.Epoch, Rounds.Round);
        Fold();
        return Assignment(0, fenced: false);
    }

    private async Task Rewind(int epoch, ModelVersion version)
    {
        try
        {
            await OrLeave(() => Rounds.Rewind(epoch, version, () => Incarnations.Limit));
        }
        catch (InvalidDataException failure)
        {
            // Retired while it was being copied, or by another activation.
            throw await models.Has(version.Blob) ? failure : new PrclRequestException($"Run '{_name}' doesn't keep version {version.Version} any more.", failure) { Code = RequestErrorCode.NoSuchVersion };
        }
    }

    private async Task Release(ModelVersion? before)
    {
        await Save();
        await Retirement().Release(state.State, before);
    }
}
