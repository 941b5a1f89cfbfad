using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Reports;
using Xunit;

namespace Prcl.Unit.Silo.Reports;

public sealed class MemorySamplerTests
{
    [Fact]
    public void Memory_is_sampled_every_three_seconds_until_disposed()
    {
        var time = new FakeTimeProvider();
        var bytes = 0L;
        var sampler = new MemorySampler(time, () => bytes += 100);
        time.Advance(TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(3));
        sampler.Dispose();
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([new(0, 100), new(3, 200), new(6, 300)], sampler.Points);
    }

    [Fact]
    public void The_peak_is_never_below_a_sample()
    {
        using var sampler = new MemorySampler(new FakeTimeProvider(), () => long.MaxValue);

        Assert.Equal(long.MaxValue, sampler.Peak);
    }
}
