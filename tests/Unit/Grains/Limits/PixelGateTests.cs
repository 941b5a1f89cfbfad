using Prcl.Grains.Limits;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Grains.Limits;

public sealed class PixelGateTests
{
    private readonly PixelGate _gate = new(new SiloLimits { DecodedPixels = 100 });

    [Fact]
    public async Task Whoever_comes_when_there_are_too_many_waits_and_nobody_overtakes()
    {
        var first = await _gate.Enter(60);
        var large = _gate.Enter(50);
        var small = _gate.Enter(10);

        Assert.False(large.IsCompleted || small.IsCompleted);
        Assert.Equal(60, _gate.Held);
        first.Dispose();
        first.Dispose();
        await Task.WhenAll(large, small);
        Assert.Equal(60, _gate.Held);
        (await large).Dispose();
        (await small).Dispose();
        Assert.Equal(0, _gate.Held);
    }

    [Fact]
    public async Task An_image_larger_than_all_of_it_goes_alone()
    {
        using (await _gate.Enter(1000))
        {
            Assert.Equal(100, _gate.Held);
            Assert.False(_gate.Enter(1).IsCompleted);
        }

        Assert.Equal(1, _gate.Held);
    }

    [Fact]
    public async Task Many_at_once_never_hold_more_than_allowed()
    {
        var most = 0L;
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, async (i, _) =>
        {
            using var turn = await _gate.Enter(1 + (i * 7) % 60);
            InterlockedMaximum(ref most, _gate.Held);
            await Task.Yield();
        });

        Assert.InRange(most, 1, 100);
        Assert.Equal(0, _gate.Held);
    }

    [Fact]
    public void An_image_counts_by_its_header_and_what_is_none_not_at_all()
    {
        Assert.Equal(6000, PixelGate.PixelsOf(TestImages.PngOfRaw(100, 60, 8, 2, 0, new byte[100])));
        Assert.Equal(33_554_432, PixelGate.PixelsOf(TestImages.PngOfRaw(65000, 65000, 8, 2, 0, new byte[100])));
        Assert.Equal(0, PixelGate.PixelsOf("no image"u8.ToArray()));
        Assert.Equal(0, PixelGate.PixelsOf(null));
    }

    private static void InterlockedMaximum(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
