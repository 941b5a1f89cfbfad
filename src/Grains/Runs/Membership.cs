using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;

namespace Prcl.Grains.Runs;

/// <summary>
/// A run's members by lease, and their reports of the open round. In memory only: a restarted grain adopts members again as
/// they renew, and reports again as they are handed in.
/// </summary>
/// <param name="time">Tells the time.</param>
/// <param name="lease">How long a membership lasts unless renewed.</param>
/// <param name="deadline">How long a round waits after its first report.</param>
internal sealed class Membership(TimeProvider time, TimeSpan lease, TimeSpan deadline)
{
    // Once may be chance. Trainers that all fail twice without a commit in between do so in turn, and won't stop.
    private const int FailuresInVain = 2;

    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RoundReport> _reports = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RoundReport> _late = new(StringComparer.Ordinal);
    private readonly HashSet<string> _excused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _expected = new(StringComparer.Ordinal);
    private DateTimeOffset? _closesBy;

    /// <summary>Trainers whose membership hasn't expired.</summary>
    public IReadOnlyCollection<string> Live
    {
        get
        {
            var now = time.GetUtcNow();
            return [.. _members.Where(m => m.Value.Until > now).Select(m => m.Key)];
        }
    }

    /// <summary>Trainers that were members where this one doesn't know of, or are joining: for a lease they count as living, though nobody waits for them.</summary>
    public void Expect(IEnumerable<string> trainers)
    {
        var until = time.GetUtcNow() + lease;
        foreach (var trainer in trainers)
        {
            _expected[trainer] = until;
        }
    }

    /// <summary>Adds or renews a member.</summary>
    public void Renew(string trainer, long incarnation)
    {
        _expected.Remove(trainer);
        var now = time.GetUtcNow();
        foreach (var (expired, _) in _members.Where(m => m.Value.Until <= now).ToArray())
        {
            _members.Remove(expired);
        }

        _members[trainer] = new Member(incarnation, now + lease);
    }

    /// <summary>Removes a member.</summary>
    public void Remove(string trainer)
    {
        _members.Remove(trainer);
        _expected.Remove(trainer);
    }

    /// <summary>Removes a member that has failed.</summary>
    /// <returns>Whether others go on: somebody lives who, like this one, hasn't failed again and again since the last commit.</returns>
    public bool Fail(string trainer)
    {
        Remove(trainer);
        _failures[trainer] = _failures.GetValueOrDefault(trainer) + 1;
        var now = time.GetUtcNow();
        string[] others = [.. Live, .. _expected.Where(e => e.Value > now).Select(e => e.Key)];
        return others.Length > 0 && !Array.TrueForAll([trainer, .. others], t => _failures.GetValueOrDefault(t) >= FailuresInVain);
    }

    /// <summary>Takes a report of the open round.</summary>
    public void Take(RoundReport report)
    {
        _reports[report.Trainer] = report;
        _closesBy ??= time.GetUtcNow() + deadline;
    }

    /// <summary>Takes a report of the round before: it enters the next manifest with its own clock.</summary>
    public void TakeLate(RoundReport report) => _late[report.Trainer] = report;

    /// <summary>Members that a round with a report is waiting for.</summary>
    public IReadOnlyCollection<string> Awaited => _reports.Count == 0 ? [] : [.. Live.Where(t => !_reports.ContainsKey(t) && !_excused.Contains(t))];

    /// <summary>A member that has nothing to report isn't waited for in this round. Should it find work meanwhile, its report is late.</summary>
    public void Excuse(string trainer) => _excused.Add(trainer);

    /// <summary>Whether the round may close: a report is there, and nobody is awaited, or the deadline has passed.</summary>
    public bool MayClose => _reports.Count > 0 && (Awaited.Count == 0 || _closesBy <= time.GetUtcNow());

    /// <summary>The reports that the round commits, late ones first, in the trainers' order.</summary>
    public RoundReport[] Reports => [.. _late.Values, .. _reports.Values];

    /// <summary>Begins the next round. A report that came while the round was being closed, or lost the race for it, is late by a round.</summary>
    public void BeginRoundAfter(RoundManifest manifest)
    {
        _late.Clear();
        if (manifest.Rewind is not null)
        {
            // A new epoch: whoever was a member joins again, and what was reported never counts.
            Expect(_members.Keys);
            _members.Clear();
            _reports.Clear();
        }

        foreach (var report in _reports.Values.Where(r => r.Round == manifest.Round && !manifest.Names(r)))
        {
            _late[report.Trainer] = report;
        }

        _reports.Clear();
        _excused.Clear();
        _failures.Clear();
        _closesBy = null;
    }

    private sealed record Member(long Incarnation, DateTimeOffset Until);
}
