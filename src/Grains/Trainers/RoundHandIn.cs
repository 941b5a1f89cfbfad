using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;
using Prcl.Grains.Traces;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <summary>Writes a trainer's part of a round and hands it in, until the round is committed, with it or without it.</summary>
internal sealed class RoundHandIn(IRunGrain run, RunRecord record, string trainer, ModelStore models, TrafficCounter traffic, LongWait wait, TimeProvider time)
{
    /// <summary>Copies what the report consists of; runs on the device's thread.</summary>
    /// <param name="learner">The weights.</param>
    /// <param name="table">The round's own sums.</param>
    /// <param name="version">The prototypes of the version that the round began with: others' pending evidence isn't part of a checkpoint.</param>
    /// <returns>The weights with the version's prototypes, the own sums, and how far these move the prototypes.</returns>
    public static (NamedTensors Weights, NamedTensors Sums, double? Drift) Capture(Learner learner, PrototypeTable table, PrototypeSums?[] version)
    {
        var (weights, sums) = (LearnerState.Capture(learner), new NamedTensors());
        PrototypeSums?[] moved = [.. version.Select((evidence, k) => table.AddTo(k, evidence))];
        for (var k = 0; k < table.Classes; k++)
        {
            if (moved[k] is { } prototype)
            {
                LearnerState.AddSums(weights, "prototypes", k, prototype);
            }

            if (table.Own[k] is { } own)
            {
                LearnerState.AddSums(sums, "sums", k, own);
            }
        }

        return (weights, sums, PrototypeDrift.MeanDistance(version, moved));
    }

    /// <summary>Writes the report, hands it in, and waits for the next assignment.</summary>
    /// <param name="round">The round.</param>
    /// <param name="weights">What <see cref="Capture"/> told.</param>
    /// <param name="sums">Likewise.</param>
    /// <param name="drift">Likewise.</param>
    /// <param name="part">What was done.</param>
    /// <param name="trained">The new images of it.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The next assignment, and the blob of the own weights: when it is the assignment's model, nothing needs to be loaded.</returns>
    public async Task<(RoundAssignment Next, string Weights)> HandIn(
        RoundAssignment round, NamedTensors weights, NamedTensors sums, double? drift, RoundTally part, Dictionary<int, long[]> trained, CancellationToken stop)
    {
        var weightsBlob = ModelStore.Weights(record.Id, round.Round, round.Incarnation);
        await Transient.Retry(() => models.Write(ModelStore.Sums(record.Id, round.Round, round.Incarnation), sums), time, stop, wait);
        await Transient.Retry(() => models.Write(weightsBlob, weights), time, stop, wait);
        traffic.Send(weights.Bytes + sums.Bytes);
        var report = new RoundReport(
            trainer, round.Incarnation, round.Epoch, round.Round, weightsBlob, part.Steps, part.Drawn, trained, part.Signs(drift), part.Doubts, part.Losses, record.Description.Revision, LearningTraces.Here);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var next = await Transient.Retry(() => run.HandIn(report), time, stop, wait);
            if (next.Fenced || next.Round > round.Round)
            {
                return (next, weightsBlob);
            }
        }
    }
}
