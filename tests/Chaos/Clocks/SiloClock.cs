using System.Buffers.Binary;

namespace Prcl.Chaos.Clocks;

/// <summary>A silo's wall clock, set by a library of a few lines that is loaded before all others: forward, back, and right again. What measures durations goes on.</summary>
internal sealed class SiloClock
{
    private readonly ClockLibrary _library;
    private readonly string _file;

    /// <summary>A clock that is right.</summary>
    /// <param name="library">The library.</param>
    /// <param name="file">Where it looks; 8 bytes.</param>
    public SiloClock(ClockLibrary library, string file)
    {
        (_library, _file) = (library, file);
        Set(0);
    }

    /// <summary>What the silo's process is started with.</summary>
    public Dictionary<string, string> Environment => new() { ["LD_PRELOAD"] = _library.Path, ["PRCL_CHAOS_CLOCK"] = _file };

    /// <summary>Sets it off by some seconds, and right again after a while.</summary>
    public async Task Jump(long seconds, TimeSpan duration)
    {
        Set(seconds);
        await Task.Delay(duration);
        Set(0);
    }

    // In place: the silo has the file in its memory.
    private void Set(long seconds)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, seconds);
        using var file = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }
}
