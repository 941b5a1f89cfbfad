using Microsoft.Extensions.Logging;

namespace Prcl.Silo.Logs;

/// <summary>Leaves out what is beyond the limit, and says how many lines that were before the next one that isn't.</summary>
/// <param name="inner">Writes lines.</param>
/// <param name="category">Whose lines they are.</param>
/// <param name="limit">How many there may be.</param>
internal sealed class LimitedLogger(ILogger inner, string category, LineLimit limit) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var leftOut = 0;
        if (!inner.IsEnabled(logLevel) || (logLevel >= LogLevel.Warning && !limit.Allows(category, eventId, logLevel, out leftOut)))
        {
            return;
        }

        if (leftOut > 0)
        {
            inner.Log(logLevel, eventId, leftOut, null, static (lines, _) => $"{lines} more lines like the next one were left out (log-lines)");
        }

        inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
