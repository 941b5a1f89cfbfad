using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Runs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;

namespace Prcl.Grains.Rounds;

/// <summary>
/// Makes the next version. One report is published unchanged; of several the mean weighted by images is taken, of everything
/// (parameters, batch norm's statistics, teacher, momentum), and the outer rule moves the parameters. Reports are streamed, so
/// memory doesn't grow with their number.
/// </summary>
/// <param name="models">Where versions and reports are stored.</param>
/// <param name="sums">Reads the reports' class sums.</param>
public sealed class ModelAverager(ModelStore models, SumsReader sums) : IVersionMaker
{
    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A report's blob isn't there.</exception>
    /// <exception cref="CheckpointException">The reports are of different networks.</exception>
    public Task<PublishedVersion> Make(RunRecord run, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports) =>
        reports.Count == 1 ? Publish(run, version, from, reports[0]) : Task.Run(() => Average(run, version, from, reports));

    /// <inheritdoc/>
    public Task<EpochStart> Copy(RunRecord run, long version, ModelVersion from) => EpochStart.Copy(models, run, version, from);

    // The momentum belongs to the run: it waits for the next round with several reports, under a name that lasts as long as the version.
    private async Task<PublishedVersion> Publish(RunRecord run, long version, PublishedVersion from, CommittedReport report)
    {
        if (from.VelocityBlob is null)
        {
            return new PublishedVersion(report.WeightsBlob, null);
        }

        var kept = ModelStore.Velocity(run.Id, version, Guid.NewGuid());
        using var velocity = await models.Read(from.VelocityBlob);
        await models.Write(kept, velocity);
        return new PublishedVersion(report.WeightsBlob, kept);
    }

    private async Task<PublishedVersion> Average(RunRecord run, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports)
    {
        using var mean = new WeightedMean();
        using var common = new NamedTensors();
        await Take(run, reports, mean, common);
        using var outer = run.Settings.Outer.OuterRule == OuterRule.Nesterov ? await Outer(run.Settings, from) : null;
        using var next = mean.Finish(outer is null ? (_, value) => value : outer.Step, common);

        var (name, attempt) = (run.Id, Guid.NewGuid());
        var published = new PublishedVersion(ModelStore.AveragedModel(name, version, attempt), outer is null ? null : ModelStore.Velocity(name, version, attempt));
        if (outer is not null)
        {
            await models.Write(published.VelocityBlob!, outer.Velocity);
        }

        await models.Write(published.ModelBlob, next);
        return published;
    }

    // What isn't averaged: the strings, and the prototypes. The checkpoint of a report of this round has the version's prototypes and
    // its own sums in them; the sums of the others are added.
    private async Task Take(RunRecord run, IReadOnlyList<CommittedReport> reports, WeightedMean mean, NamedTensors common)
    {
        var total = reports.Sum(r => (double)r.Images);
        var current = reports.MaxBy(r => r.Round);
        var prototypes = new PrototypeSums?[run.Classes.Count];
        foreach (var report in reports)
        {
            using var state = await models.Read(report.WeightsBlob);
            mean.Take(state, report.Images / total);
            var added = report == current
                ? [.. prototypes.Select((_, k) => LearnerState.Sums(state, "prototypes", k))]
                : await sums.Read(report.SumsBlob, run.Classes.Count);
            for (var k = 0; k < prototypes.Length; k++)
            {
                prototypes[k] = PrototypeSums.Merge(prototypes[k], added[k], run.Settings.Prototypes.HalfLife);
            }

            foreach (var (key, value) in report == current ? state.Metadata : new Dictionary<string, string>())
            {
                common.SetMetadata(key, value);
            }
        }

        for (var k = 0; k < prototypes.Length; k++)
        {
            if (prototypes[k] is { } carried)
            {
                LearnerState.AddSums(common, "prototypes", k, carried);
            }
        }
    }

    private async Task<OuterNesterov> Outer(TrainingSettings settings, PublishedVersion from) => new(
        await models.Read(from.ModelBlob),
        from.VelocityBlob is null ? null : await models.Read(from.VelocityBlob),
        settings.Outer.OuterLearningRate,
        settings.Outer.OuterMomentum);
}
