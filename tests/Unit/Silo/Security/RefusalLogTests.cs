using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Security;
using Xunit;

namespace Prcl.Unit.Silo.Security;

public sealed class RefusalLogTests
{
    [Fact]
    public void A_flood_is_a_line_a_second_with_counts()
    {
        var (lines, clock) = (new Lines(), new FakeTimeProvider());
        using var log = new RefusalLog(lines, clock);

        for (var i = 0; i < 1000; i++)
        {
            log.Count(i % 2 == 0 ? "this" : "that", null, serious: i == 999);
        }

        Assert.Single(lines.All);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, lines.All.Count);
        Assert.Contains("500 × that; 499 × this", lines.All[1], StringComparison.Ordinal);
        Assert.StartsWith("Warning", lines.All[1], StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, lines.All.Count);
        log.Count("this", null, serious: false);
        Assert.StartsWith("Information", lines.All[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_beyond_some_are_counted_together()
    {
        var (lines, clock) = (new Lines(), new FakeTimeProvider());
        using var log = new RefusalLog(lines, clock);

        for (var i = 0; i < 1000; i++)
        {
            log.Count($"kind {i}", null, serious: true);
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("983 × others", lines.All[1], StringComparison.Ordinal);
        Assert.True(lines.All[1].Length < 500);
    }

    private sealed class Lines : ILogger<RefusalLog>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add($"{logLevel} {formatter(state, exception)}");
    }
}
