using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Simulation;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class FileCollectorTests
{
    private const int Images = 2500;
    private readonly MemoryBlobStore _disk = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StreamIndex _index = new();
    private int _looks;
    private int _reads;
    private int _asked;

    [Fact]
    public async Task More_files_than_one_look_takes_wait_together_and_are_looked_at_twice_each_but_not_read()
    {
        var store = new FaultyBlobStore(_disk) { Plan = Count };
        var state = new SimulatedState<CollectorState>(_disk, "collector", GrainId.Create("stream", "run/0"));
        var collector = new FileCollector(_index, state, store, NobodyRefers, _time);
        await StoreAndDelete(Images);
        for (var elapsed = TimeSpan.Zero; elapsed < FileCollector.Grace + TimeSpan.FromMinutes(2); elapsed += TimeSpan.FromSeconds(15))
        {
            await collector.Collect();
            _time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Empty(_index.Uncollected);
        Assert.Equal((2 * Images, 0), (_looks, _reads));
        Assert.Equal(2 * 3, _asked);
        Assert.Equal(Images, state.State.CollectedBelow);
        Assert.Empty(await _disk.List("images/", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_are_looked_at_several_at_a_time()
    {
        var (looks, several) = (0, new TaskCompletionSource());
        var store = new FaultyBlobStore(_disk)
        {
            Hold = (operation, _) =>
            {
                if (operation == "Head" && Interlocked.Increment(ref looks) == 8)
                {
                    several.SetResult();
                }

                return operation == "Head" ? several.Task : Task.CompletedTask;
            },
        };
        var collector = new FileCollector(_index, new SimulatedState<CollectorState>(_disk, "collector", GrainId.Create("stream", "run/0")), store, NobodyRefers, _time);
        await StoreAndDelete(20);

        await collector.Collect().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _time.Advance(FileCollector.Grace);
        await collector.Collect();

        Assert.Empty(_index.Uncollected);
    }

    private async Task StoreAndDelete(int images)
    {
        for (var i = 0; i < images; i++)
        {
            var hash = ContentHash.Of(BitConverter.GetBytes(i));
            await _disk.Write(ImageBlobs.NameOf(hash), new byte[] { 1 }, BlobCondition.Any, TestContext.Current.CancellationToken);
            _index.Apply(new StreamRecord { Image = new ImageLogged(hash.ToString(), null, "image", "day", ImagePurpose.Train, 4, 4, DateTime.UnixEpoch) });
            _index.Apply(new StreamRecord { Deleted = new DeletedLogged(i) });
        }
    }

    private Fault Count(string operation, string name)
    {
        _looks += operation == "Head" ? 1 : 0;
        _reads += operation == "Read" ? 1 : 0;
        return Fault.None;
    }

    private Task<bool[]> NobodyRefers(string[] files)
    {
        _asked++;
        return Task.FromResult(new bool[files.Length]);
    }
}
