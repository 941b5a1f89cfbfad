using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Damage;
using Prcl.Grains.Roles;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>Lists runs and settings.</summary>
[StatelessWorker(1)]
[RequiresRole(SiloRoles.State)]
public sealed class RunCatalogGrain(RunStore runs) : Grain, IRunCatalogGrain
{
    /// <inheritdoc/>
    public async Task<RunDescription[]> List() => [.. (await Task.WhenAll((await runs.Names()).Select(Describe))).OfType<RunDescription>()];

    /// <inheritdoc/>
    public Task<SettingDescription[]> Settings() => Task.FromResult<SettingDescription[]>(
        [.. SettingCatalogue.List().Select(s => new SettingDescription(s.Name, s.Default, s.Range, s.Unit, s.Meaning))]);

    // A damaged run is listed with its damage, and hides no other.
    private async Task<RunDescription?> Describe(string name)
    {
        try
        {
            return PrclNames.IsName(name) ? await GrainFactory.GetGrain<IRunGrain>(name).Describe() : null;
        }
        catch (Exception failure) when (Damages.Is(failure))
        {
            return new RunDescription(name, "{}", [], default, 0, failure.Message);
        }
    }
}
