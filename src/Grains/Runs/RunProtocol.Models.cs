using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;

namespace Prcl.Grains.Runs;

/// <content>Aliases, and rolling training back.</content>
internal sealed partial class RunProtocol
{
    /// <inheritdoc cref="IRunGrain.MoveAlias"/>
    public Task MoveAlias(string alias, long version) => Release(Versions.MoveAlias(alias, version));

    /// <inheritdoc cref="IRunGrain.RemoveAlias"/>
    public Task RemoveAlias(string alias) => state.State.Aliases.Remove(alias, out var before) ? Release(before) : Task.CompletedTask;

    /// <inheritdoc cref="IRunGrain.RollBack"/>
    public async Task<RoundAssignment> RollBack(long version, int epoch)
    {
        while (Rounds.Epoch == epoch)
        {
            await Rewind(epoch, Versions.Get(version));
        }

        if (Rounds.Epoch != epoch + 1 || state.State.RolledBackTo != version)
        {
            throw new PrclRequestException(
                $"Run '{_name}' is in epoch {Rounds.Epoch}, which began from version {state.State.RolledBackTo}: it wasn't rolled back from epoch {epoch} to version {version}.");
        }

        await Save();
        LogRolledBack(_name, version, Rounds.Epoch, Rounds.Round);
        Fold();
        return Assignment(0, fenced: false);
    }

    private async Task Rewind(int epoch, ModelVersion version)
    {
        try
        {
            await Rounds.Rewind(epoch, version, new EpochStart(models), () => Incarnations.End);
        }
        catch (StaleActivationException)
        {
            stale();
            throw;
        }
    }

    private async Task Release(ModelVersion? before)
    {
        await Save();
        await Retirement().Release(state.State, before);
    }
}
