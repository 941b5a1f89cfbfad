using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prcl.Silo.Hosting;
using Prcl.Silo.Logs;
using Xunit;

namespace Prcl.Unit.Silo.Logs;

public sealed class LogLevelsTests
{
    [Theory]
    [InlineData("trace", LogLevel.Trace, LogLevel.Trace, LogLevel.Trace)]
    [InlineData("debug", LogLevel.Debug, LogLevel.Warning, LogLevel.Critical)]
    [InlineData("information", LogLevel.Information, LogLevel.Warning, LogLevel.Critical)]
    [InlineData("error", LogLevel.Error, LogLevel.Error, LogLevel.Critical)]
    [InlineData("none", LogLevel.None, LogLevel.None, LogLevel.None)]
    public void A_level_is_the_programs_and_libraries_tell_less(string name, LogLevel own, LogLevel libraries, LogLevel messaging)
    {
        using var services = Services(LogLevel.Warning);

        services.GetRequiredService<LogLevels>().Level = SettingRules.Level(name);

        var loggers = services.GetRequiredService<ILoggerFactory>();
        Assert.Equal((own, libraries, messaging), (Least(loggers, "Prcl.Grains.Runs"), Least(loggers, "Orleans.Runtime"), Least(loggers, "Orleans.Messaging.Gateway")));
    }

    [Fact]
    public void A_logger_that_is_in_use_follows_each_change()
    {
        using var services = Services(LogLevel.Information);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Prcl.Silo");
        var levels = services.GetRequiredService<LogLevels>();
        Assert.False(logger.IsEnabled(LogLevel.Debug));

        levels.Level = LogLevel.Debug;
        Assert.True(logger.IsEnabled(LogLevel.Debug));
        levels.Level = LogLevel.Error;
        Assert.False(logger.IsEnabled(LogLevel.Warning));
        levels.Level = LogLevel.Information;
        Assert.True(logger.IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void A_level_or_format_that_is_none_is_named_with_the_rule()
    {
        Assert.Equal("log-level is 'loud'; it must be one of trace, debug, information, warning, error, none.", Assert.Throws<HostException>(() => SettingRules.Level("loud")).Message);
        Assert.Equal("log-format is 'xml'; it must be text or json.", Assert.Throws<HostException>(() => SettingRules.Format("xml")).Message);
    }

    private static ServiceProvider Services(LogLevel level) =>
        new ServiceCollection().AddLogging(logging => logging.AddSiloConsole(LogFormat.Text, level)).BuildServiceProvider();

    private static LogLevel Least(ILoggerFactory loggers, string category)
    {
        var logger = loggers.CreateLogger(category);
        return Enum.GetValues<LogLevel>().Order().First(level => level == LogLevel.None || logger.IsEnabled(level));
    }
}
