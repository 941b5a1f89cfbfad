using System.Diagnostics.Metrics;
using Prcl.Grains.Blobs;
using Prcl.Grains.Metrics;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

/// <summary>A metered store is a store like any other.</summary>
public sealed class MeteredBlobStoreTests : BlobStoreContract
{
    protected override IBlobStore Store { get; } = new MeteredBlobStore(new MemoryBlobStore());

    [Fact]
    public async Task Bytes_are_counted_whichever_way_they_go()
    {
        var own = new AsyncLocal<bool> { Value = true };
        var counted = new Dictionary<string, long> { ["written"] = 0, ["read"] = 0 };
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Meter.Name == GrainMeters.Name && instrument.Name == "prcl.storage")
                {
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, bytes, tags, _) =>
        {
            // Other tests write too.
            if (own.Value)
            {
                counted[(string)tags[0].Value!] += bytes;
            }
        });
        listener.Start();

        await Store.Write("a", new byte[10], BlobCondition.Any, Cancellation);
        await Store.Write("b", (stream, cancelled) => stream.WriteAsync(new byte[100], cancelled).AsTask(), BlobCondition.Any, Cancellation);
        await Store.Append("c", 0, new byte[1000], Cancellation);
        Assert.Equal((1110, 0), (counted["written"], counted["read"]));

        await Store.Read("a", Cancellation);
        await Store.ReadRange("b", 50, 500, Cancellation);
        await using (var stream = await Store.OpenRead("c", 300, Cancellation))
        {
            await stream!.CopyToAsync(Stream.Null, Cancellation);
        }

        await Store.Read("none", Cancellation);
        Assert.Equal((1110, 10 + 50 + 700), (counted["written"], counted["read"]));
    }
}
