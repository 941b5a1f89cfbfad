using Microsoft.Extensions.Logging;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>A run logs no error but those of trainers that fail by the schedule: whatever else stops it is a fault of the protocol.</summary>
internal sealed class ErrorCheck(Oracle oracle) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        oracle.Require(logLevel < LogLevel.Error || message.EndsWith(SimulatedTrainer.Drawn, StringComparison.Ordinal), $"the run logs: {message} {exception}");
    }
}
