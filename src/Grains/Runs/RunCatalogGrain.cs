using Orleans.Concurrency;
using Prcl.Contracts.Runs;
using Prcl.Grains.Roles;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>Lists runs and settings.</summary>
[StatelessWorker(1)]
[RequiresRole(SiloRoles.State)]
public sealed class RunCatalogGrain(RunStore runs) : Grain, IRunCatalogGrain
{
    /// <inheritdoc/>
    public async Task<RunDescription[]> List() =>
        [.. (await Task.WhenAll((await runs.List()).Select(async r => await GrainFactory.GetGrain<IRunGrain>(r.Name).Describe()))).OfType<RunDescription>()];

    /// <inheritdoc/>
    public Task<SettingDescription[]> Settings() => Task.FromResult<SettingDescription[]>(
        [.. SettingCatalogue.List().Select(s => new SettingDescription(s.Name, s.Default, s.Range, s.Unit, s.Meaning))]);
}
