using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Prcl.Silo.Logs;

/// <summary>
/// From which level on log lines are written, which may change while the silo runs. The level is that of this program's own lines; libraries
/// tell warnings and worse, and everything at <see cref="LogLevel.Trace"/>.
/// </summary>
internal sealed class LogLevels : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    /// <summary>The levels by name, the most talkative first.</summary>
    public static readonly IReadOnlyDictionary<string, LogLevel> Names = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["none"] = LogLevel.None,
    };

    private CancellationTokenSource _changed = new();
    private volatile int _level;

    /// <summary>Begins with a level.</summary>
    public LogLevels(LogLevel level) => _level = (int)level;

    /// <summary>The level of this program's lines.</summary>
    public LogLevel Level
    {
        get => (LogLevel)_level;
        set
        {
            _level = (int)value;
            using var before = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
            before.Cancel();
        }
    }

    /// <inheritdoc/>
    public string Name => Options.DefaultName;

    /// <summary>The name of a level.</summary>
    public static string NameOf(LogLevel level) => Names.Single(n => n.Value == level).Key;

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();

    /// <inheritdoc/>
    public void Configure(LoggerFilterOptions options)
    {
        options.MinLevel = Level == LogLevel.Trace ? LogLevel.Trace : Least(LogLevel.Warning);
        Set("Prcl", Level);
        if (Level == LogLevel.Trace)
        {
            return;
        }

        // The one advises server garbage collection, which a trainer has no use for; the other measures its first period from the machine's start.
        Set("Orleans.Runtime.Silo", Least(LogLevel.Error));
        Set("Orleans.Runtime.Watchdog", Least(LogLevel.Error));

        // A call that finds a silo stopping fails at its caller, who tells it where it matters.
        Set("Polly", LogLevel.None);
        Set("Orleans.Messaging", Least(LogLevel.Critical));

        // Failed handshakes, with a stack trace each: who knocks, and why it isn't let in, is counted.
        Set("Orleans.Connections.Security", LogLevel.None);
        Set("Orleans.Grain", Least(LogLevel.Critical));

        void Set(string category, LogLevel level) => options.Rules.Add(new LoggerFilterRule(null, category, level, null));

        LogLevel Least(LogLevel level) => Level > level ? Level : level;
    }
}
