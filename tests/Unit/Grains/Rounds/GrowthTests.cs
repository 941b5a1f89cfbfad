using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;
using Prcl.Learning.Prototypes;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Simulation;
using Xunit;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>What a run keeps after many rounds of two trainers, with the real protocol classes over a store in memory.</summary>
public sealed partial class GrowthTests
{
    // After a few hundred rounds every thinned history is as long as it gets.
    private const int Few = 300, Many = 10_000, ImagesARound = 2;
    private readonly MemoryBlobStore _disk = new();
    private readonly RunRecord _run = new(new RunDescription(
        "run", Street.Classes.ToJson(), TestRun.Settings(("lease-seconds", "86400"), ("keep-versions", "3")), DateTime.UnixEpoch, 0));

    private RunProtocol _protocol = null!;
    private StreamPartition _stream = null!;
    private PrototypeLedger _prototype = null!;

    [Fact]
    public async Task Grain_state_and_storage_are_as_large_after_ten_thousand_rounds_as_after_three_hundred()
    {
        await Open();
        var (a, b) = (await _protocol.Join("run/a/cpu"), await _protocol.Join("run/b/cpu"));
        var sizes = new List<Dictionary<string, int>>();
        for (var round = 0; round < Many; round++)
        {
            await Task.WhenAll(HandIn("run/a/cpu", a.Incarnation, round, [ImagesARound * round]), HandIn("run/b/cpu", b.Incarnation, round, [ImagesARound * round + 1]));
            if (round % 50 == 49)
            {
                await _protocol.MoveAlias("best", round);
            }

            if (round + 1 is Few or Many)
            {
                sizes.Add(await Sizes());
            }
        }

        Assert.Equal(Many, _protocol.Rounds.Round);
        Assert.Equal(ImagesARound * Many, _stream.Counts.Trained);
        Assert.Equal(3, sizes[0].Count(s => s.Key.StartsWith("state/", StringComparison.Ordinal)));
        Assert.Equal(sizes[0], sizes[1]);
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(E[+-]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Unique();

    private async Task Open()
    {
        var rounds = new RoundHistory(_disk);
        _stream = await StreamPartition.Open(_run, 0, new SimulatedState<StreamState>(_disk, "stream", GrainId.Create("stream", "run/0")), _disk, rounds, TimeProvider.System);
        await _stream.Append([.. Enumerable.Range(0, ImagesARound * Many).Select(i => new ImageEntry($"{i:x64}", null, "image", "day", ImagePurpose.Train, 4, 4))]);
        _prototype = new PrototypeLedger(
            _run, 0, new SimulatedState<PrototypeState>(_disk, "prototype", GrainId.Create("prototype", "run/0")), rounds, Sums, (_, reason) => Assert.Fail(reason));
        await _prototype.Open();
        _protocol = new RunProtocol(
            _run, new SimulatedState<RunState>(_disk, "run", GrainId.Create("run", "run")), rounds, new ModelStore(_disk), new NamedVersions(_disk), Fold, () => Assert.Fail("stale"),
            TimeProvider.System, NullLogger.Instance);
        await _protocol.Open();
    }

    private async Task HandIn(string trainer, long incarnation, long round, long[] images)
    {
        var weights = ModelStore.Weights("run", round, incarnation);
        await _disk.Write(weights, new byte[] { 1 }, BlobCondition.Any, TestContext.Current.CancellationToken);
        await _disk.Write(ModelStore.Sums("run", round, incarnation), new byte[] { 1 }, BlobCondition.Any, TestContext.Current.CancellationToken);
        await _protocol.HandIn(new RoundReport(trainer, incarnation, 0, round, weights, 5, 20, new() { [0] = images }), _ => Task.CompletedTask);
    }

    private Task Fold(long round) => Task.WhenAll(_stream.CatchUp(round), _prototype.CatchUp(round));

    private static Task<PrototypeSums?[]> Sums(string blob) =>
        Task.FromResult<PrototypeSums?[]>([FakeTrainer.Sums(1 + blob.Length % 3, 0.5, 7)]);

    // Bytes of each state, and the number of blobs in each folder; what counts is the form, not how many digits a number has.
    private async Task<Dictionary<string, int>> Sizes()
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var entry in _disk.List("", TestContext.Current.CancellationToken))
        {
            if (entry.Name.StartsWith("state/", StringComparison.Ordinal))
            {
                sizes[entry.Name] = Number().Replace(Unique().Replace(Encoding.UTF8.GetString(_disk[entry.Name]), ""), "0").Length;
            }
            else
            {
                var folder = Path.GetDirectoryName(entry.Name)!;
                sizes[folder] = sizes.GetValueOrDefault(folder) + 1;
            }
        }

        return sizes;
    }
}
