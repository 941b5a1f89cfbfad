using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Limits;
using Prcl.Grains.Metrics;
using Prcl.Grains.Room;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Infra;

/// <summary>
/// What Prometheus is told, by the names that it has there: the instruments' with '_' in the place of '.', the unit behind it unless that stands in braces, and
/// what belongs to its kind. The exporter's own output is looked at by the tests of the HTTP port.
/// </summary>
internal static class PublishedFigures
{
    private static readonly Dictionary<string, string> Units = new() { ["s"] = "_seconds", ["By"] = "_bytes", ["%"] = "_percent" };

    /// <summary>Every name.</summary>
    public static async Task<IReadOnlySet<string>> Names()
    {
        var (names, areAll) = (new ConcurrentBag<string>(), new TaskCompletionSource());
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == GrainMeters.Name)
            {
                Array.ForEach(Of(instrument), names.Add);
                if (names.Contains("prcl_alarm") && names.Contains("prcl_storage_full"))
                {
                    areAll.TrySetResult();
                }
            }
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(GrainMeters).TypeHandle);
        var blobs = new MemoryBlobStore();
        using var gauges = new RunGauges(new RunStore(blobs), null!, new FakeTimeProvider(), NullLogger<RunGauges>.Instance);
        using var room = new RoomWatch(new StorageRoom(blobs, SiloLimits.None, new FakeTimeProvider()), new FakeTimeProvider(), NullLogger<RoomWatch>.Instance);
        await gauges.StartAsync(TestContext.Current.CancellationToken);
        await room.StartAsync(TestContext.Current.CancellationToken);
        await areAll.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await gauges.StopAsync(TestContext.Current.CancellationToken);
        await room.StopAsync(TestContext.Current.CancellationToken);
        return names.ToHashSet(StringComparer.Ordinal);
    }

    private static string[] Of(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit is { Length: > 0 } and not ['{', ..] ? Units[instrument.Unit] : "");
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) ? [name + "_total"] : kind == typeof(Histogram<>) ? [name + "_bucket", name + "_sum", name + "_count"] : [name];
    }
}
