using System.Globalization;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Models;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Models;

/// <summary>Hands out model versions as files; remembers the layout of the last one.</summary>
[StatelessWorker]
[RequiresRole(SiloRoles.State)]
public sealed class ModelFileGrain(RunStore runs, IBlobStore blobs) : Grain, IModelFileGrain
{
    private ModelExport? _last;

    private string Run => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<ModelFile> Describe(string versionOrAlias)
    {
        var export = await Export(versionOrAlias);
        return new ModelFile(export.Model.Version, export.Model.ImagesTrained, export.Length);
    }

    /// <inheritdoc/>
    public async Task<byte[]> Read(long version, long offset, int count)
    {
        var export = _last is { } last && last.Model.Version == version && last.RunId == (await runs.Get(Run)).Id ? last : await Export(version.ToString(CultureInfo.InvariantCulture));
        try
        {
            return await export.Read(offset, count);
        }
        catch (FileNotFoundException gone)
        {
            _last = null;
            throw new PrclRequestException($"Run '{Run}' doesn't keep version {version} any more; an alias would have kept it.", gone) { Code = RequestErrorCode.NoSuchVersion };
        }
    }

    private async Task<ModelExport> Export(string versionOrAlias)
    {
        var run = await runs.Get(Run);
        var grain = GrainFactory.GetGrain<IRunGrain>(Run);
        if (await grain.Model(versionOrAlias) is not { } model)
        {
            var kept = (await grain.Models()).SelectMany(m => m.Aliases.Prepend(m.Version.ToString(CultureInfo.InvariantCulture)));
            throw new PrclRequestException($"Run '{Run}' keeps no version '{versionOrAlias}'; it keeps {string.Join(", ", kept)}.") { Code = RequestErrorCode.NoSuchVersion };
        }

        try
        {
            return _last = await ModelExport.Of(run, model, blobs);
        }
        catch (FileNotFoundException gone)
        {
            throw new PrclRequestException($"Run '{Run}' doesn't keep version {model.Version} any more.", gone) { Code = RequestErrorCode.NoSuchVersion };
        }
    }
}
