using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Limits;
using Prcl.Grains.Metrics;
using Prcl.Grains.Room;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Room;

public sealed class RoomWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FaultyBlobStore _blobs = new(new MemoryBlobStore()) { Free = 100 };
    private readonly Lines _lines = new();

    [Fact]
    public async Task What_lasts_is_warned_of_once_a_minute_and_the_end_is_told_once()
    {
        using var watch = new RoomWatch(new StorageRoom(_blobs, new SiloLimits { FreeBytes = 10 }, _time), _time, _lines);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Pass(seconds: 20);
        Assert.Empty(_lines.All);
        Assert.Equal((100, 0, 0), Figures());

        _blobs.Plan = (_, _) => Fault.DiskFull;
        await Pass(seconds: 300);
        Assert.Equal(10, _lines.All.Length);
        Assert.Equal(5, _lines.All.Count(l => l.StartsWith("Warning the storage takes nothing: ", StringComparison.Ordinal)));
        Assert.Equal(5, _lines.All.Count(l => l.StartsWith("Warning the storage has 0 MB free", StringComparison.Ordinal)));
        Assert.Equal((0, 1, 1), Figures());

        _blobs.Plan = (_, _) => Fault.None;
        await Pass(seconds: 300);
        Assert.Equal(["Information the storage takes writes again", "Information the storage has room again: unlabelled images are taken"], _lines.All[10..]);
        Assert.Equal((100, 0, 0), Figures());
    }

    // A period at a time, each until it has been looked at.
    private async Task Pass(int seconds)
    {
        for (var passed = 0; passed < seconds; passed += 5)
        {
            var looked = new TaskCompletionSource();
            _blobs.Hold = (_, _) =>
            {
                looked.TrySetResult();
                return Task.CompletedTask;
            };
            _time.Advance(TimeSpan.FromSeconds(5));
            await looked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private static (long Free, long Low, long Full) Figures()
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == GrainMeters.Name && instrument.Name.StartsWith("prcl.storage.", StringComparison.Ordinal))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (seen["prcl.storage.free"], seen["prcl.storage.low"], seen["prcl.storage.full"]);
    }

    private sealed class Lines : ILogger<RoomWatch>
    {
        private readonly List<string> _all = [];

        public string[] All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_all)
            {
                _all.Add($"{logLevel} {formatter(state, exception)}");
            }
        }
    }
}
