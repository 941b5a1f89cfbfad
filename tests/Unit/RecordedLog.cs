using Microsoft.Extensions.Logging;

namespace Prcl.Unit;

/// <summary>Keeps what is logged, a line each: <c>Warning what happened</c>.</summary>
internal sealed class RecordedLog : ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>The lines so far.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{logLevel} {formatter(state, exception)}");
        }
    }
}
