using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Prcl.Silo.Security;

/// <summary>Logs what was refused at the ports, with counts and at most once a second: who knocks often must not fill the disk.</summary>
internal sealed partial class RefusalLog(ILogger<RefusalLog> logger, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int MostKinds = 16;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private EndPoint? _last;
    private bool _serious;
    private ITimer? _timer;

    /// <summary>Counts a refusal.</summary>
    /// <param name="what">What was refused; nothing that a client wrote before it was let in.</param>
    /// <param name="from">Who it came from.</param>
    /// <param name="serious">Whether no honest client does it.</param>
    public void Count(string what, EndPoint? from, bool serious)
    {
        lock (_lock)
        {
            what = _counts.Count < MostKinds || _counts.ContainsKey(what) ? what : "others";
            _counts[what] = _counts.GetValueOrDefault(what) + 1;
            (_last, _serious) = (from, _serious || serious);
            if (_timer is null)
            {
                Write();
                _timer = clock.CreateTimer(_ => Again(), null, Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Says something that a person should know, now.</summary>
    public void Tell(string what) => LogTold(what);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Again()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
            if (_counts.Count > 0)
            {
                Write();
                _timer = clock.CreateTimer(_ => Again(), null, Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Write()
    {
        var what = string.Join("; ", _counts.Select(c => c.Value == 1 ? c.Key : string.Create(CultureInfo.InvariantCulture, $"{c.Value} × {c.Key}")));
        LogRefused(_serious ? LogLevel.Warning : LogLevel.Information, what, _last);
        _counts.Clear();
        _serious = false;
    }

    [LoggerMessage(LogLevel.Warning, "{What}")]
    private partial void LogTold(string what);

    [LoggerMessage("refused: {What} (the last from {From})")]
    private partial void LogRefused(LogLevel level, string what, EndPoint? from);
}
