namespace Prcl.Chaos.Clocks;

/// <summary>
/// A silo's wall clock, set by libfaketime: forward, back, and right again. What measures durations goes on. Under that library a silo takes
/// several times as long to start.
/// </summary>
internal sealed class SiloClock
{
    private const string Right = "+0";
    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime", "/usr/lib/faketime", "/usr/lib64/faketime"];
    private readonly string _file;

    /// <summary>A clock that is right.</summary>
    /// <param name="file">Where libfaketime looks.</param>
    public SiloClock(string file)
    {
        _file = file;
        Set(Right);
    }

    /// <summary>The library; null where it isn't installed (Debian: faketime).</summary>
    public static string? Library { get; } = Folders.Select(f => Path.Combine(f, "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    /// <summary>What the silo's process is started with.</summary>
    public Dictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library ?? throw new FileNotFoundException("libfaketime isn't installed (Debian: faketime)"),
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["NO_FAKE_STAT"] = "1",
    };

    /// <summary>Sets it off by some seconds, and right again after a while.</summary>
    public async Task Jump(long seconds, TimeSpan duration)
    {
        Set(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds:+0;-0}"));
        await Task.Delay(duration);
        Set(Right);
    }

    // In one step: the library reads it at any moment.
    private void Set(string offset)
    {
        File.WriteAllText(_file + ".next", offset);
        File.Move(_file + ".next", _file, overwrite: true);
    }
}
