using Microsoft.Extensions.Logging;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Keys;

/// <summary>
/// The keys that are good now. The file is looked at again when a request comes, once a second at most: who is added or revoked is so without a
/// restart. While it can't be read, the keys read before stay good, and the log says so.
/// </summary>
internal sealed partial class KeyRing
{
    // Not a name that a key in the file can have.
    private const string Fixed = "(PRCL_SILO_API_KEY)";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Secret? _fixed;
    private readonly KeyFile? _file;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyRing> _logger;
    private readonly Lock _lock = new();
    private Dictionary<string, Caller> _callers = new(StringComparer.Ordinal);
    private (DateTime, long)? _stamp;
    private long _looked;

    /// <summary>Reads the keys.</summary>
    /// <param name="single">One that may do everything; null: none.</param>
    /// <param name="file">A file of keys; null: none.</param>
    /// <param name="time">Tells when to look again.</param>
    /// <param name="logger">Is told what is wrong with the file.</param>
    /// <exception cref="HostException">The file can't be used.</exception>
    public KeyRing(Secret? single, KeyFile? file, TimeProvider time, ILogger<KeyRing> logger)
    {
        (_fixed, _file, _time, _logger) = (single, file, time, logger);
        _looked = time.GetTimestamp();
        if (file is not null)
        {
            _stamp = file.Stamp;
            _callers = Callers(file.Read());
        }
    }

    /// <summary>Whether requests must carry a key at all.</summary>
    public bool AsksForKeys => _fixed is not null || _file is not null;

    /// <summary>Whose key this is; null when it is none that is good.</summary>
    public Caller? Find(string? key)
    {
        if (key is null)
        {
            return null;
        }

        return _fixed?.Matches(key) == true ? new Caller(Fixed, [Scope.Admin]) : Current().GetValueOrDefault(ApiKey.HashOf(key));
    }

    private Dictionary<string, Caller> Current()
    {
        lock (_lock)
        {
            if (_file is not null && _time.GetElapsedTime(_looked) >= Pause)
            {
                _looked = _time.GetTimestamp();
                LookAgain(_file);
            }

            return _callers;
        }
    }

    private void LookAgain(KeyFile file)
    {
        try
        {
            if (file.Stamp is var stamp && stamp != _stamp)
            {
                _callers = Callers(file.Read());
                _stamp = stamp;
                LogRead(_callers.Count, file.Path);
            }
        }
        catch (Exception failure) when (failure is HostException or IOException or UnauthorizedAccessException)
        {
            LogUnusable(failure.Message);
        }
    }

    private static Dictionary<string, Caller> Callers(ApiKey[] keys)
    {
        var callers = new Dictionary<string, Caller>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            callers[key.Sha256] = new Caller(key.Name, key.Scopes);
        }

        return callers;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Keys} API key(s) read from {File}")]
    private partial void LogRead(int keys, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault} The keys read before stay good")]
    private partial void LogUnusable(string fault);
}
