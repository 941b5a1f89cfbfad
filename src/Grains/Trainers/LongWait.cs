using System.Globalization;
using Prcl.Grains.Notices;

namespace Prcl.Grains.Trainers;

/// <summary>Says why a trainer doesn't get on, once something has been tried in vain three times: in its status, and once a minute in the log.</summary>
/// <param name="show">Told the reason, and null when it is over; on any thread.</param>
/// <param name="log">Told the reason once a minute; on any thread.</param>
/// <param name="time">Tells the time.</param>
internal sealed class LongWait(Action<string?> show, Action<string> log, TimeProvider time)
{
    private const int Tries = 3;
    private readonly Action<string> _log = log;
    private readonly Lock _lock = new();
    private readonly List<Attempt> _waiting = [];
    private readonly Reminder _reminder = new(time);

    /// <summary>Something is about to be tried, again and again until it works; disposed when that is over.</summary>
    public Attempt Begin() => new(this);

    // The oldest of several things that wait is shown.
    private void Show() => show(_waiting.Count > 0 ? _waiting[0].Reason : null);

    /// <summary>Something that is being tried. Belongs to one caller.</summary>
    internal sealed class Attempt(LongWait wait) : IDisposable
    {
        private int _failures;

        /// <summary>How often and why it has failed.</summary>
        public string Reason { get; private set; } = "";

        /// <summary>A try has failed.</summary>
        public void Failed(Exception failure)
        {
            if (++_failures < Tries)
            {
                return;
            }

            lock (wait._lock)
            {
                if (_failures == Tries)
                {
                    wait._waiting.Add(this);
                }

                Reason = string.Create(CultureInfo.InvariantCulture, $"tried {_failures} times: {failure.Message}");
                wait.Show();
            }

            if (wait._reminder.IsDue())
            {
                wait._log(Reason);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (wait._lock)
            {
                if (wait._waiting.Remove(this))
                {
                    wait.Show();
                }
            }
        }
    }
}
