using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Checks;
using Prcl.Grains.Logs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Simulation;
using Xunit;
using LogCheck = Prcl.Grains.Checks.Logs.LogCheck;

namespace Prcl.Unit.Grains.Checks;

public sealed class LogRepairTests
{
    private const string Run = "street";
    private const int Images = 12;
    private static readonly string Log = StreamPartition.LogOf(Run, 0);
    private static readonly string Segment = Log + "/00000000.log";
    private readonly MemoryBlobStore _memory = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_damaged_record_costs_what_was_in_it_and_later_labels_stay_with_their_images()
    {
        var frames = await Fill(label: true);
        Flip(frames[4]);

        await Assert.ThrowsAsync<LogCorruptedException>(() => Open());
        var finding = Assert.Single(await Check().Look());
        Assert.Equal((Segment, LossKinds.Records), (finding.Blob, finding.Loss.Kinds));
        Assert.Contains("1 records", finding.Loss.Text, StringComparison.Ordinal);
        await Repair();

        var index = (await Open()).Index;
        Assert.Equal(Images, index.Count);
        Assert.Null(index.At(4));
        Assert.Equal("image-5", index[5].Name);
        Assert.Equal(TestRun.Hash("label"), index[7].LabelSha256);
    }

    [Fact]
    public async Task Images_that_are_pushed_after_a_lost_end_get_numbers_that_none_had()
    {
        var frames = await Fill();
        _memory.Put(Segment, _memory[Segment].AsSpan(0, frames[9]));

        Assert.Contains("ends after 9 records, but 12 had been confirmed", Assert.Single(await Check().Look()).Fault, StringComparison.Ordinal);
        await Repair();

        await using var partition = await Open();
        Assert.Equal(Images, partition.Index.Count);
        Assert.Equal([AppendOutcome.Logged], await partition.Append([TestRun.Entry(10)]));
        Assert.Equal(Images, partition.Index.Find(TestRun.Hash("10"))!.Sequence);
    }

    [Fact]
    public async Task A_segment_that_is_gone_costs_its_records()
    {
        await Fill();
        await _memory.Delete(Segment, cancellation: TestContext.Current.CancellationToken);

        Assert.Contains("12 records", Assert.Single(await Check().Look()).Loss.Text, StringComparison.Ordinal);
        await Repair();

        await using var partition = await Open();
        Assert.Equal((0, Images), (partition.Counts.Stored, partition.Index.Count));
    }

    [Fact]
    public async Task A_damaged_witness_costs_nothing()
    {
        await Fill();
        _memory.Put(LogWitness.BlobOf(Log), "nonsense"u8);

        Assert.Equal(Loss.Nothing, Assert.Single(await Check().Look()).Loss);
        await Repair();

        Assert.Equal(Images, (await Open()).Counts.Stored);
    }

    [Fact]
    public async Task A_repair_that_is_interrupted_at_any_write_is_done_by_the_next()
    {
        var frames = await Fill(label: true);
        Flip(frames[2]);
        var damaged = await Everything();
        for (var fails = 0; ; fails++)
        {
            await Restore(damaged);
            var (left, isInterrupted) = (fails, false);
            var faulty = new FaultyBlobStore(_memory)
            {
                Plan = (operation, _) => operation is "Write" or "Append" or "Delete" && left-- == 0 ? Fault.Fails : Fault.None,
            };
            try
            {
                var check = new LogCheck(faulty, Run, 0, _time);
                await check.Look();
                await check.Repair();
            }
            catch (BlobStorageException)
            {
                isInterrupted = true;
            }

            await Repair();
            var index = (await Open()).Index;
            Assert.Equal((Images, Images - 1, TestRun.Hash("label")), (index.Count, index.Counts(0).Stored, index[7].LabelSha256));
            if (!isInterrupted)
            {
                return;
            }
        }
    }

    private async Task<int[]> Fill(bool label = false)
    {
        var starts = new List<int>();
        await using var partition = await Open();
        for (var i = 0; i < Images; i++)
        {
            starts.Add(i == 0 ? 0 : _memory[Segment].Length);
            await partition.Append([TestRun.Entry(i)]);
        }

        if (label)
        {
            await partition.Append([TestRun.Entry(7, "label")]);
        }

        return [.. starts];
    }

    private void Flip(int frame)
    {
        var bytes = _memory[Segment].ToArray();
        bytes[frame + LogFrame.HeaderLength + 20] ^= 1;
        _memory.Put(Segment, bytes);
    }

    private async Task Repair()
    {
        var check = Check();
        if ((await check.Look()).Count > 0)
        {
            await check.Repair();
        }

        Assert.Empty(await Check().Look());
    }

    private async Task<Dictionary<string, byte[]>> Everything()
    {
        var blobs = new Dictionary<string, byte[]>();
        await foreach (var entry in _memory.List("", TestContext.Current.CancellationToken))
        {
            blobs[entry.Name] = _memory[entry.Name].ToArray();
        }

        return blobs;
    }

    private async Task Restore(Dictionary<string, byte[]> blobs)
    {
        foreach (var name in (await Everything()).Keys)
        {
            await _memory.Delete(name, cancellation: TestContext.Current.CancellationToken);
        }

        foreach (var (name, bytes) in blobs)
        {
            _memory.Put(name, bytes);
        }
    }

    private LogCheck Check() => new(_memory, Run, 0, _time);

    private Task<StreamPartition> Open() => StreamPartition.Open(
        new RunRecord(new RunDescription(Run, Street.Classes.ToJson(), TestRun.Settings(), DateTime.UnixEpoch, 0)),
        0, new SimulatedState<StreamState>(_memory, "stream", GrainId.Create("imagestream", $"{Run}/0")), _memory, new RoundHistory(_memory), _time);
}
