using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Grains.Runs;

/// <content>The name that people are shown.</content>
public sealed partial class RunGrain
{
    /// <inheritdoc/>
    public async Task<RunDescription> Rename(string shown)
    {
        var protocol = Protocol;
        var chosen = shown == Name ? null : shown;
        if (chosen is not null)
        {
            NewRunRules.CheckName(chosen);
            await RequireFree(chosen);
        }

        await protocol.Show(chosen);
        return Described(Run);
    }

    // Two that ask for one name in the same moment may both get it; whoever names a run by it is told then.
    private async Task RequireFree(string name)
    {
        foreach (var other in (await GrainFactory.GetGrain<IRunCatalogGrain>(0).List()).Where(other => other.Name != Name))
        {
            if (string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(other.Shown, name, StringComparison.OrdinalIgnoreCase))
            {
                throw new PrclRequestException($"Run '{Name}' can't be shown as '{name}': the run '{other.Name}' is {(other.Shown is null ? "called" : "shown")} so.") { Code = RequestErrorCode.RunExists };
            }
        }
    }

    private RunDescription Described(RunRecord run) => run.Description with { Epoch = Protocol.Rounds.Epoch, Shown = state.State.Shown };
}
