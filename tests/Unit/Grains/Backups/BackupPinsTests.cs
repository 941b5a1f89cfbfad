using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Simulation;
using Xunit;

namespace Prcl.Unit.Grains.Backups;

public sealed class BackupPinsTests
{
    private readonly MemoryBlobStore _disk = new();
    private readonly FakeTimeProvider _time = new();
    private readonly BackupPins _pins;

    public BackupPinsTests() => _pins = new BackupPins(_disk, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pin_holds_until_its_backup_lets_go()
    {
        Assert.False(await _pins.AreHeld());
        await using (await BackupPin.Take(_disk, _time, Stop))
        {
            Assert.True(await _pins.AreHeld());
        }

        Assert.False(await _pins.AreHeld());
    }

    [Fact]
    public async Task A_pin_that_is_renewed_holds_for_hours()
    {
        await using var pin = await BackupPin.Take(_disk, _time, Stop);
        for (var minute = 0; minute < 120; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await pin.Confirm(Stop);
            Assert.True(await _pins.AreHeld());
        }
    }

    [Fact]
    public async Task A_pin_whose_backup_died_is_removed_after_a_while()
    {
        await _disk.Write("pins/dead", new byte[] { 1 }, BlobCondition.Any, Stop);
        Assert.True(await _pins.AreHeld());
        _time.Advance(BackupPins.Patience);
        Assert.True(await _pins.AreHeld());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await _pins.AreHeld());
        Assert.Empty(await _disk.List("pins/", Stop).ToArrayAsync(Stop));
    }

    [Fact]
    public async Task A_pin_isnt_judged_by_anothers_clock()
    {
        _time.Advance(TimeSpan.FromDays(100));
        await using var pin = await BackupPin.Take(_disk, new FakeTimeProvider(), Stop);

        Assert.True(await _pins.AreHeld());
    }

    [Fact]
    public async Task A_backup_learns_that_its_pin_was_taken_for_dead()
    {
        await using var pin = await BackupPin.Take(_disk, new FakeTimeProvider(), Stop);
        await _pins.AreHeld();
        _time.Advance(BackupPins.Patience + TimeSpan.FromSeconds(1));
        await _pins.AreHeld();

        await Assert.ThrowsAsync<BackupException>(() => pin.Confirm(Stop));
    }

    [Fact]
    public async Task Files_of_deleted_images_stay_while_a_backup_is_made()
    {
        var index = new StreamIndex();
        var image = new byte[] { 1, 2, 3 };
        var (hash, _) = await new ImageBlobs(_disk).Store(image, Stop);
        index.Apply(new StreamRecord { Image = new ImageLogged(hash.ToString(), null, "image", "day", ImagePurpose.Train, 4, 4, DateTime.UnixEpoch) });
        index.Apply(new StreamRecord { Deleted = new DeletedLogged(0) });
        var collector = new FileCollector(
            index,
            new SimulatedState<CollectorState>(_disk, "collector", GrainId.Create("stream", "run/0")),
            _disk,
            files => Task.FromResult(new bool[files.Length]),
            _time,
            _pins.AreHeld);
        var pin = await BackupPin.Take(_disk, new FakeTimeProvider(), Stop);
        await Look(() => pin.Confirm(Stop));
        Assert.NotNull(await _disk.Head(ImageBlobs.NameOf(hash), Stop));

        await pin.DisposeAsync();
        await Look(() => Task.CompletedTask);
        Assert.Null(await _disk.Head(ImageBlobs.NameOf(hash), Stop));

        // Two looks, a while apart, take it.
        async Task Look(Func<Task> renew)
        {
            await collector.Collect();
            _time.Advance(FileCollector.Grace - TimeSpan.FromMinutes(1));
            await collector.Collect();
            await renew();
            _time.Advance(TimeSpan.FromMinutes(2));
            await collector.Collect();
        }
    }
}
