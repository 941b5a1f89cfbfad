using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Metrics;
using Prcl.Grains.Notices;

namespace Prcl.Grains.Room;

/// <summary>Looks at the storage's room all the time, warns once a minute while there is none, and tells its figures.</summary>
/// <param name="room">The room.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where it warns.</param>
public sealed partial class RoomWatch(StorageRoom room, TimeProvider time, ILogger<RoomWatch> logger) : BackgroundService
{
    private readonly Meter _meter = new(GrainMeters.Name);
    private readonly Reminder _faults = new(time);
    private readonly Reminder _shortages = new(time);
    private RoomReport _latest = new(null, null, null);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge(
            "prcl.storage.free", () => _latest.FreeBytes is { } free ? [new Measurement<long>(free)] : Array.Empty<Measurement<long>>(), "By", "Free bytes of the storage's disk.");
        _meter.CreateObservableGauge("prcl.storage.low", () => _latest.Shortage is null ? 0 : 1, null, "1 while unlabelled images are refused for want of room.");
        _meter.CreateObservableGauge("prcl.storage.full", () => _latest.Fault is null ? 0 : 1, null, "1 while the storage takes nothing.");
        using var timer = new PeriodicTimer(StorageRoom.Period, time);
        do
        {
            Tell(_latest, _latest = await room.Look());
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Tell(RoomReport before, RoomReport now)
    {
        if (now.Fault is { } fault && _faults.IsDue())
        {
            LogFull(fault);
        }
        else if (now.Fault is null && before.Fault is not null)
        {
            LogTakesAgain();
        }

        if (now.Shortage is { } shortage && _shortages.IsDue())
        {
            LogShort(shortage);
        }
        else if (now.Shortage is null && before.Shortage is not null)
        {
            LogRoomAgain();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the storage takes nothing: {Fault}")]
    private partial void LogFull(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "the storage takes writes again")]
    private partial void LogTakesAgain();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Shortage}: unlabelled images are refused, labelled ones and rounds go on")]
    private partial void LogShort(string shortage);

    [LoggerMessage(Level = LogLevel.Information, Message = "the storage has room again: unlabelled images are taken")]
    private partial void LogRoomAgain();
}
