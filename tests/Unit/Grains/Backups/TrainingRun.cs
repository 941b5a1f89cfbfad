using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;
using Prcl.Images.Datasets;
using Prcl.Learning.Prototypes;
using Prcl.Unit.Grains.Rounds;
using Prcl.Unit.Grains.Simulation;
using Xunit;

namespace Prcl.Unit.Grains.Backups;

/// <summary>A run that trains on one image a round, with the real protocol classes over a store.</summary>
internal sealed class TrainingRun
{
    public const string Name = "run";
    private const string Trainer = "run/a/cpu";

    private readonly IBlobStore _blobs;
    private readonly Func<Task<bool>>? _isPinned;
    private readonly List<PrototypeLedger> _prototypes = [];
    private long _incarnation;

    private TrainingRun(IBlobStore blobs, Func<Task<bool>>? isPinned) => (_blobs, _isPinned) = (blobs, isPinned);

    /// <summary>A run on paper.</summary>
    public static RunRecord Record { get; } = new(new RunDescription(
        Name, new ClassList([.. Street.Classes.Classes.Take(2)]).ToJson(), TestRun.Settings(("lease-seconds", "86400"), ("keep-versions", "1")), DateTime.UnixEpoch, 0));

    public RunProtocol Protocol { get; private set; } = null!;

    public StreamPartition Stream { get; private set; } = null!;

    /// <summary>The evidence for class 0 that the rounds below the open one have committed.</summary>
    public PrototypeSums? Committed => _prototypes[0].Committed;

    /// <summary>What a run of so many rounds has committed for class 0, added naively.</summary>
    public static (double Precision, double Count) Expected(long rounds)
    {
        var (precision, count) = (0.0, 0.0);
        for (var round = 0L; round < rounds; round++)
        {
            (precision, count) = (precision + Precision(round), count + round + 1);
        }

        return (precision, count);
    }

    /// <summary>The file of an image.</summary>
    public static byte[] Image(long number) => Encoding.UTF8.GetBytes($"image {number}");

    /// <summary>Creates the run.</summary>
    public static async Task Create(IBlobStore blobs)
    {
        await blobs.Write(ModelStore.InitialModel(Name), new byte[] { 1 }, BlobCondition.Any);
        await new RunStore(blobs).Create(Record);
    }

    /// <summary>Activates its grains.</summary>
    public static async Task<TrainingRun> Open(IBlobStore blobs, Func<Task<bool>>? isPinned = null)
    {
        var run = new TrainingRun(blobs, isPinned);
        await run.Open();
        return run;
    }

    /// <summary>Pushes an image a round, trains on it and commits.</summary>
    public async Task Train(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var round = Protocol.Rounds.Round;
            await Push(round);
            await _blobs.Write(ModelStore.Sums(Name, round, _incarnation), BitConverter.GetBytes(round), BlobCondition.Any);
            var weights = ModelStore.Weights(Name, round, _incarnation);
            await _blobs.Write(weights, Encoding.UTF8.GetBytes($"weights {round}"), BlobCondition.Any);
            await Protocol.HandIn(new RoundReport(Trainer, _incarnation, Protocol.Rounds.Epoch, round, weights, 5, 20, new() { [0] = [round] }), _ => Task.CompletedTask);
            Assert.Equal(round + 1, Protocol.Rounds.Round);
        }
    }

    /// <summary>Stores an image as the door does.</summary>
    public async Task Push(long number)
    {
        var (hash, _) = await new ImageBlobs(_blobs).Store(Image(number));
        Assert.NotEqual([AppendOutcome.OtherPurpose], await Stream.Append([new ImageEntry(hash.ToString(), null, $"image-{number}", "day", ImagePurpose.Train, 4, 4)]));
    }

    private static double Precision(long round) => 1 + 0.1 * round;

    private async Task Open()
    {
        var rounds = new RoundHistory(_blobs);
        Stream = await StreamPartition.Open(Record, 0, await State<StreamState>("stream", "run/0"), _blobs, rounds, TimeProvider.System);
        for (var k = 0; k < Record.Classes.Count; k++)
        {
            var prototype = new PrototypeLedger(
                Record, k, await State<PrototypeState>("prototype", $"run/{k}"), rounds, Sums, (_, reason) => Assert.Fail(reason));
            await prototype.Open();
            _prototypes.Add(prototype);
        }

        Protocol = new RunProtocol(
            Record, await State<RunState>("run", "run"), rounds, new ModelStore(_blobs), new NamedVersions(_blobs), Fold, () => Assert.Fail("stale"), TimeProvider.System,
            NullLogger.Instance, _isPinned);
        await Protocol.Open();
        _incarnation = (await Protocol.Join(Trainer)).Incarnation;
    }

    private async Task<SimulatedState<T>> State<T>(string name, string key)
        where T : new()
    {
        var state = new SimulatedState<T>(_blobs, name, GrainId.Create(name, key));
        await state.ReadStateAsync();
        return state;
    }

    // What a report's blob says is its round, from which the sums follow: on a store in memory all of it is done when a call returns.
    private async Task<PrototypeSums?[]> Sums(string blob)
    {
        var report = await _blobs.Read(blob) ?? throw new InvalidDataException($"There is no '{blob}'.");
        var sums = new PrototypeSums?[Record.Classes.Count];
        var round = BitConverter.ToInt64(report.Bytes);
        sums[0] = FakeTrainer.Sums(Precision(round), 0.5, round + 1);
        return sums;
    }

    private Task Fold(long round) => Task.WhenAll(_prototypes.Select(p => p.CatchUp(round)).Append(Stream.CatchUp(round)));
}
