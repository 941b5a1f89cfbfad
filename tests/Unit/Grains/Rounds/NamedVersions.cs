using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>Versions without weights: which one is made is the averager's business; that it is there before a manifest names it is the protocol's.</summary>
internal sealed class NamedVersions(IBlobStore blobs) : IVersionMaker
{
    public async Task<PublishedVersion> Make(RunRecord run, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports)
    {
        if (reports.Count == 1)
        {
            return new PublishedVersion(reports[0].WeightsBlob, null);
        }

        var blob = ModelStore.AveragedModel(run.Description.Name, version, Guid.NewGuid());
        await blobs.Write(blob, new byte[] { 1 }, BlobCondition.Any);
        return new PublishedVersion(blob, null);
    }

    public async Task<EpochStart> Copy(RunRecord run, long version, ModelVersion from)
    {
        var (name, attempt) = (run.Description.Name, Guid.NewGuid());
        var (model, sums) = (ModelStore.AveragedModel(name, version, attempt), ModelStore.EpochSums(name, version, attempt));
        await blobs.Write(sums, new byte[] { 1 }, BlobCondition.Any);
        await blobs.Write(model, new byte[] { 1 }, BlobCondition.Any);
        return new EpochStart(model, sums, from.Steps ?? 0);
    }
}
