using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Prcl.Silo.Logs;

/// <summary>How many lines each kind of warning and error may still log in this minute: who resets a thousand connections must not fill the disk.</summary>
/// <param name="most">Lines a minute.</param>
/// <param name="time">Tells the time.</param>
internal sealed class LineLimit(int most, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Category, EventId Event, LogLevel Level), Kind> _kinds = [];

    /// <summary>Whether a line may be written.</summary>
    /// <param name="category">Who logs it.</param>
    /// <param name="id">The kind of event.</param>
    /// <param name="level">How serious it is.</param>
    /// <param name="leftOut">How many of its kind haven't been since one was written last.</param>
    public bool Allows(string category, EventId id, LogLevel level, out int leftOut)
    {
        var kind = _kinds.GetOrAdd((category, id, level), _ => new Kind());
        lock (kind)
        {
            if (kind.Lines == 0 || time.GetElapsedTime(kind.Since) >= Minute)
            {
                (kind.Since, kind.Lines) = (time.GetTimestamp(), 0);
            }

            (leftOut, kind.LeftOut) = kind.Lines < most ? (kind.LeftOut, 0) : (0, kind.LeftOut + 1);
            return kind.Lines < most && ++kind.Lines > 0;
        }
    }

    private sealed class Kind
    {
        public long Since { get; set; }

        public int Lines { get; set; }

        public int LeftOut { get; set; }
    }
}
