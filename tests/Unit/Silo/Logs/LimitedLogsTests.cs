using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Logs;
using Xunit;

namespace Prcl.Unit.Silo.Logs;

public sealed class LimitedLogsTests
{
    [Fact]
    public void A_thousand_resets_are_a_few_lines_and_then_how_many_were_left_out()
    {
        var (lines, time) = (new Lines(), new FakeTimeProvider());
        var log = new LimitedLogger(lines, "Orleans.Networking", new LineLimit(3, time));

        for (var i = 0; i < 1000; i++)
        {
            Write(log, LogLevel.Warning, 7, $"reset {i}");
        }

        Assert.Equal(["reset 0", "reset 1", "reset 2"], lines.All);
        Write(log, LogLevel.Warning, 8, "something else");
        Write(log, LogLevel.Error, 7, "the same, but worse");
        Assert.Equal(5, lines.All.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Write(log, LogLevel.Warning, 7, "reset again");
        Assert.Equal(["997 more lines like the next one were left out (log-lines)", "reset again"], lines.All[5..]);
    }

    [Fact]
    public void What_is_only_told_is_not_limited()
    {
        var lines = new Lines();
        var log = new LimitedLogger(lines, "Prcl", new LineLimit(1, new FakeTimeProvider()));

        for (var i = 0; i < 100; i++)
        {
            Write(log, LogLevel.Information, 1, $"round {i} committed");
        }

        Assert.Equal(100, lines.All.Count);
    }

    [Fact]
    public void Every_provider_that_was_added_is_limited()
    {
        var lines = new Lines();
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.AddProvider(new Provider(lines)).AddSimpleConsole();
            logging.LimitLines(2);
        });
        using var built = services.BuildServiceProvider();
        Assert.Equal(2, built.GetServices<ILoggerProvider>().Count());
        var log = built.GetRequiredService<ILoggerFactory>().CreateLogger("Prcl");

        for (var i = 0; i < 10; i++)
        {
            Write(log, LogLevel.Warning, 1, "again");
        }

        Assert.Equal(2, lines.All.Count);
    }

    private static void Write(ILogger log, LogLevel level, int kind, string text) => log.Log(level, new EventId(kind), text, null, (line, _) => line);

    private sealed class Provider(Lines lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => lines;

        public void Dispose()
        {
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
