using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>Versions without weights, but with the prototypes that real ones carry, made as <see cref="ModelAverager"/> makes them.</summary>
internal sealed class SimulatedVersions(World world, IBlobStore blobs) : IVersionMaker
{
    private static readonly byte[] Something = [1];

    public async Task<PublishedVersion> Make(RunRecord run, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports)
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

            total = [.. total.Zip(sums, (t, s) => PrototypeSums.Merge(t, s, world.Run.Settings.Prototypes.HalfLife))];
        }

        var blob = ModelStore.AveragedModel(world.Run.Id, version, world.NextGuid());
        await Write(blob, total);
        return new PublishedVersion(blob, null);
    }

    public async Task<EpochStart> Copy(RunRecord run, long version, ModelVersion from)
    {
        var attempt = world.NextGuid();
        var (model, sums) = (ModelStore.AveragedModel(world.Run.Id, version, attempt), ModelStore.EpochSums(world.Run.Id, version, attempt));
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
        return world.Oracle.Evidence.Of(blob);
    }

    /// <summary>Writes a blob with these prototypes.</summary>
    public Task Write(string blob, PrototypeSums?[] sums)
    {
        world.Oracle.Evidence.Put(blob, sums);
        return blobs.Write(blob, Something, BlobCondition.Any);
    }
}
