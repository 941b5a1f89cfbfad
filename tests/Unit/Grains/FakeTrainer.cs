using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains;

/// <summary>A trainer that computes nothing: it joins, sends sums and hands in what the test says.</summary>
internal sealed class FakeTrainer(GrainCluster cluster, TestRun run, string name)
{
    public const int Width = 16;

    public string Key { get; } = $"{run.Name}/{name}/cpu";

    public RoundAssignment Round { get; private set; } = null!;

    public async Task<FakeTrainer> Join()
    {
        Round = await run.Grain.Join(Key);
        return this;
    }

    public async Task<RoundAssignment> Renew() => Round = await run.Grain.Renew(Key, Round.Incarnation);

    /// <summary>Whether its checkpoints carry prototypes, as a real trainer's do.</summary>
    public bool CarriesPrototypes { get; init; }

    /// <summary>Writes a report's blobs.</summary>
    /// <param name="weight">The value of every parameter.</param>
    /// <param name="images">Image draws.</param>
    /// <param name="sums">Class sums by class.</param>
    /// <param name="trained">New images of partition 0.</param>
    public async Task<RoundReport> Write(double weight, int images, Dictionary<int, PrototypeSums>? sums = null, params long[] trained)
    {
        var blob = ModelStore.Weights(run.Name, Round.Round, Round.Incarnation);
        using var weights = Weights(weight, images);
        if (CarriesPrototypes)
        {
            await AddPrototypes(weights, sums ?? []);
        }

        await cluster.Models.Write(blob, weights);
        using var state = new NamedTensors();
        foreach (var (classId, sum) in sums ?? [])
        {
            LearnerState.AddSums(state, "sums", classId, sum);
        }

        await cluster.Models.Write(ModelStore.Sums(run.Name, Round.Round, Round.Incarnation), state);
        return new RoundReport(Key, Round.Incarnation, Round.Epoch, Round.Round, blob, 5, images, new Dictionary<int, long[]> { [0] = trained });
    }

    /// <summary>Hands a report in and goes on to the next round.</summary>
    public async Task<RoundAssignment> HandIn(RoundReport report) => Round = await run.Grain.HandIn(report);

    /// <summary>Writes and hands in.</summary>
    public async Task<RoundAssignment> Commit(double weight = 1, int images = 20, Dictionary<int, PrototypeSums>? sums = null, params long[] trained) =>
        await HandIn(await Write(weight, images, sums, trained));

    /// <summary>Writes, and commits the open round with that report alone, behind the run's back: as another activation of it does.</summary>
    public async Task<RoundReport> CommitElsewhere(double weight = 6, int images = 10, Dictionary<int, PrototypeSums>? sums = null, params long[] trained)
    {
        var report = await Write(weight, images, sums, trained);
        var committed = new CommittedReport(
            Key,
            Round.Incarnation,
            Round.Round,
            report.ReportBlob,
            ModelStore.Sums(run.Name, Round.Round, Round.Incarnation),
            report.Steps,
            images,
            trained.Length == 0 ? [] : new() { [0] = SequenceRanges.Pack(trained) });
        var before = await cluster.Rounds.Find(run.Name, Round.Round - 1);
        await cluster.Rounds.Commit(
            run.Name,
            new RoundManifest(
                Round.Epoch, Round.Round, report.ReportBlob, Round.Clock + images, Round.StepsDone + report.Steps, DateTime.UnixEpoch, [committed], null, Guid.NewGuid(),
                before?.Id ?? Guid.Empty));
        return report;
    }

    /// <summary>Writes and hands in; answers when the run has the report, with the task that ends when the round is committed.</summary>
    public async Task<Task<RoundAssignment>> Report(double weight = 1, int images = 20, Dictionary<int, PrototypeSums>? sums = null)
    {
        var committed = HandIn(await Write(weight, images, sums));
        await run.Grain.Current();
        return committed;
    }

    /// <summary>Sends sums of the open round to a prototype.</summary>
    public Task<PulledPrototype> Exchange(int classId, int step, PrototypeSums? sums, long? round = null) =>
        run.Prototype(classId).Exchange(new SumsMessage(Key, Round.Incarnation, Round.Epoch, round ?? Round.Round, step, sums?.ToMessage()));

    /// <summary>Sums with the same value in every dimension.</summary>
    public static PrototypeSums Sums(double precision, double mean, double count, long clock = 0, int width = Width) => new(
        [.. Enumerable.Repeat(precision, width)],
        [.. Enumerable.Repeat(precision * mean, width)],
        [.. Enumerable.Repeat(precision * mean * mean + 1, width)],
        count,
        clock);

    // What the round's version has, and the own sums.
    private async Task AddPrototypes(NamedTensors weights, Dictionary<int, PrototypeSums> sums)
    {
        using var version = Round.Version == 0 ? new NamedTensors() : await cluster.Models.Read(Round.ModelBlob);
        for (var k = 0; k < Street.Classes.Count; k++)
        {
            if (PrototypeSums.Merge(LearnerState.Sums(version, "prototypes", k), sums.GetValueOrDefault(k), 0) is { } prototype)
            {
                LearnerState.AddSums(weights, "prototypes", k, prototype);
            }
        }
    }

    private static NamedTensors Weights(double value, int batches)
    {
        using var scope = NewDisposeScope();
        var state = new NamedTensors();
        state.Add("student.weight", full([2, 3], value, dtype: ScalarType.Float32));
        state.Add("student.norm.running_mean", full([3], 10 * value, dtype: ScalarType.Float32));
        state.Add("student.norm.num_batches_tracked", tensor((long)batches));
        state.Add("teacher.weight", full([2, 3], -value, dtype: ScalarType.Float32));
        state.SetMetadata("steps", "5");
        state.SetMetadata("input_mean", "0,0,0");
        state.SetMetadata("input_std", "1,1,1");
        return state;
    }
}
