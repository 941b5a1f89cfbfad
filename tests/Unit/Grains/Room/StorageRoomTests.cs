using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Blobs;
using Prcl.Grains.Limits;
using Prcl.Grains.Room;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Room;

public sealed class StorageRoomTests
{
    private const int MegaByte = 1 << 20;
    private readonly FakeTimeProvider _time = new();
    private readonly FaultyBlobStore _blobs = new(new MemoryBlobStore()) { Free = 10 * MegaByte };
    private readonly StorageRoom _room;
    private int _probes;

    public StorageRoomTests()
    {
        _room = new StorageRoom(_blobs, new SiloLimits { FreeBytes = 4 * MegaByte }, _time);
        _blobs.Hold = (operation, _) =>
        {
            _probes += operation == "Probe" ? 1 : 0;
            return Task.CompletedTask;
        };
    }

    [Fact]
    public async Task It_is_tried_once_a_while_however_often_it_is_asked()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(new RoomReport(10 * MegaByte, null, null), await _room.Look());
        }

        Assert.Equal(1, _probes);
        _time.Advance(StorageRoom.Period);
        await _room.Look();
        Assert.Equal(2, _probes);
    }

    [Fact]
    public async Task Too_little_room_is_told_with_the_rule_and_over_when_there_is_more()
    {
        _blobs.Free = 3 * MegaByte;
        Assert.Equal("the storage has 3 MB free, less than free-megabytes, 4", (await _room.Look()).Shortage);
        _blobs.Free = 5 * MegaByte;
        _time.Advance(StorageRoom.Period);
        Assert.Equal(new RoomReport(5 * MegaByte, null, null), await _room.Look());
    }

    [Fact]
    public async Task A_storage_that_takes_nothing_is_told_with_its_error()
    {
        _blobs.Plan = (_, _) => Fault.DiskFull;
        var full = await _room.Look();
        Assert.EndsWith("the disk is full", full.Fault, StringComparison.Ordinal);
        Assert.NotNull(full.Shortage);

        _blobs.Plan = (_, _) => Fault.Fails;
        _time.Advance(StorageRoom.Period);
        Assert.Equal((true, true), ((await _room.Look()).Fault is not null, (await _room.Look()).Shortage is null));
    }

    [Fact]
    public async Task A_trial_that_hangs_is_a_fault()
    {
        _blobs.Delay = () => new TaskCompletionSource().Task;
        var look = _room.Look();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("a trial write hasn't ended within 3 s", (await look).Fault);
    }

    [Fact]
    public async Task A_write_that_was_too_large_is_remembered_though_a_small_trial_fits_and_forgotten_when_it_isnt_repeated()
    {
        var blobs = new MeteredBlobStore(_blobs, _room);
        _blobs.Plan = (operation, _) => operation == "Write" ? Fault.DiskFull : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(() => blobs.Write("model", new byte[1], BlobCondition.Any, TestContext.Current.CancellationToken));

        Assert.Equal("Write of blob 'model' failed: the disk is full", (await _room.Look()).Fault);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null((await _room.Look()).Fault);

        _blobs.Plan = (operation, _) => operation == "Write" ? Fault.Fails : Fault.None;
        await Assert.ThrowsAsync<BlobStorageException>(() => blobs.Write("model", new byte[1], BlobCondition.Any, TestContext.Current.CancellationToken));
        Assert.Null((await _room.Look()).Fault);
    }

    [Fact]
    public async Task Where_there_is_no_telling_nothing_is_amiss()
    {
        var room = new StorageRoom(new MemoryBlobStore(), new SiloLimits { FreeBytes = MegaByte }, _time);

        Assert.Equal(new RoomReport(null, null, null), await room.Look());
    }
}
