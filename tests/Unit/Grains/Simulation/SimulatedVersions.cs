using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>Versions without weights, but with the prototypes that real ones carry, made as <see cref="ModelAverager"/> makes them.</summary>
internal sealed class SimulatedVersions(RunRecord run, IBlobStore blobs, Evidence evidence) : IVersionMaker
{
    private static readonly byte[] Something = [1];

    public async Task<PublishedVersion> Make(RunRecord ofRun, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports)
    {
        if (reports.Count == 1)
        {
            return new PublishedVersion(reports[0].WeightsBlob, null);
        }

        var (current, total) = (reports.MaxBy(r => r.Round), new PrototypeSums?[World.Classes]);
        foreach (var report in reports)
        {
            var sums = await Read(report.WeightsBlob);
            if (report != current)
            {
                sums = await Read(report.SumsBlob);
            }

            total = [.. total.Zip(sums, (t, s) => PrototypeSums.Merge(t, s, run.Settings.HalfLife))];
        }

        var blob = ModelStore.AveragedModel(World.RunKey, version);
        await Write(blob, total);
        return new PublishedVersion(blob, null);
    }

    public async Task<EpochStart> Copy(RunRecord ofRun, long version, ModelVersion from)
    {
        var (model, sums) = (ModelStore.AveragedModel(World.RunKey, version), ModelStore.EpochSums(World.RunKey, version));
        var prototypes = await Read(from.Blob);
        await Write(sums, prototypes);
        await Write(model, prototypes);
        return new EpochStart(model, sums, from.Steps ?? 0);
    }

    /// <summary>The prototypes in a blob.</summary>
    /// <exception cref="InvalidDataException">There is no such blob.</exception>
    public async Task<PrototypeSums?[]> Read(string blob)
    {
        _ = await blobs.Read(blob) ?? throw new InvalidDataException($"There is no checkpoint '{blob}'.");
        return evidence.Of(blob);
    }

    /// <summary>Writes a blob with these prototypes.</summary>
    public Task Write(string blob, PrototypeSums?[] sums)
    {
        evidence.Put(blob, sums);
        return blobs.Write(blob, Something, BlobCondition.Any);
    }
}
