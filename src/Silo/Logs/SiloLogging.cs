using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Prcl.Silo.Logs;

/// <summary>A silo's log lines on the console, each with date and time in UTC.</summary>
internal static class SiloLogging
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Adds the console in a format, and levels that may be changed later.</summary>
    public static ILoggingBuilder AddSiloConsole(this ILoggingBuilder logging, LogFormat format, LogLevel level)
    {
        logging.Services.AddSingleton(_ => new LogLevels(level))
            .AddSingleton<IConfigureOptions<LoggerFilterOptions>>(s => s.GetRequiredService<LogLevels>())
            .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(s => s.GetRequiredService<LogLevels>());
        return format == LogFormat.Json
            ? logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, Time))
            : logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, Time + " "));
    }
}
