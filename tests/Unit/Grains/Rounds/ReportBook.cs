using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>A run on paper, its storage, and the averager over it.</summary>
internal sealed class ReportBook
{
    public ReportBook(IBlobStore blobs, params (string, string)[] settings)
    {
        Models = new ModelStore(blobs);
        Averager = new ModelAverager(Models, new SumsReader(Models));
        Run = new RunRecord(new RunDescription("run", Street.Classes.ToJson(), TestRun.Settings(settings), DateTime.UnixEpoch, 0));
    }

    public ModelStore Models { get; }

    public ModelAverager Averager { get; }

    public RunRecord Run { get; }

    /// <summary>Writes a report's blobs.</summary>
    /// <param name="trainer">The incarnation, too.</param>
    /// <param name="weights">Its checkpoint; disposed here.</param>
    /// <param name="images">Image draws.</param>
    /// <param name="round">The round.</param>
    /// <param name="sums">Own sums of class 0.</param>
    public async Task<CommittedReport> Write(int trainer, NamedTensors weights, long images, long round = 0, PrototypeSums? sums = null)
    {
        using var own = new NamedTensors();
        if (sums is not null)
        {
            LearnerState.AddSums(own, "sums", 0, sums);
        }

        var report = new CommittedReport(
            $"run/{trainer}/cpu", trainer, round, ModelStore.Weights("run", round, trainer), ModelStore.Sums("run", round, trainer), 5, images, []);
        await Models.Write(report.SumsBlob, own);
        await Models.Write(report.WeightsBlob, weights);
        weights.Dispose();
        return report;
    }

    /// <summary>Makes a version and reads it.</summary>
    public async Task<(PublishedVersion Version, NamedTensors Model)> Make(long version, PublishedVersion from, params CommittedReport[] reports)
    {
        var made = await Averager.Make(Run, version, from, reports);
        return (made, await Models.Read(made.ModelBlob));
    }
}
