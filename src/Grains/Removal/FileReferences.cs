using Prcl.Contracts;
using Prcl.Contracts.Streams;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Removal;

/// <summary>Whether any image of any run has a file, as itself or as a label.</summary>
/// <param name="runs">The runs.</param>
/// <param name="grains">Reaches their streams.</param>
internal sealed class FileReferences(RunStore runs, IGrainFactory grains)
{
    /// <summary>Asks every partition of every run; fails rather than leave one out.</summary>
    /// <param name="sha256">The files.</param>
    public async Task<bool[]> Look(string[] sha256)
    {
        var all = await runs.List();
        var partitions = await Task.WhenAll(all.Select(async r => Enumerable.Range(0, (await runs.Get(r.Name)).Settings.Partitions).Select(p => PrclNames.StreamKey(r.Name, p))));
        var answers = await Task.WhenAll(partitions.SelectMany(p => p).Select(key => grains.GetGrain<IImageStreamGrain>(key).Refers(sha256)));
        return [.. sha256.Select((_, i) => answers.Any(a => a[i]))];
    }
}
