using System.Globalization;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Experiments.Trials;

namespace Prcl.Silo.Experiments;

/// <summary>Tells a person how far an experiment is, and how long the rest will take at the pace so far. Thread-safe.</summary>
/// <param name="output">Where it is told.</param>
/// <param name="time">Tells the time.</param>
internal sealed class ExperimentProgress(TextWriter output, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private readonly Lock _lock = new();
    private readonly Dictionary<PlannedTrial, long> _running = [];
    private ITimer? _timer;
    private long _begin;
    private long _total;
    private long _ended;
    private int _trials;
    private int _done;

    /// <summary>Trials are about to be run.</summary>
    public void Begin(IReadOnlyList<PlannedTrial> trials)
    {
        (_trials, _total, _begin) = (trials.Count, trials.Sum(t => t.Plan.Settings.TotalSteps), time.GetTimestamp());
        output.WriteLine(trials.Count == 0 ? "nothing to run: every arm and seed is in the results" : $"{trials.Count} trials to run");
        _timer = time.CreateTimer(_ => Tell(), null, Period, Period);
    }

    /// <summary>A trial has begun.</summary>
    public void Start(PlannedTrial trial) => Step(trial, 0);

    /// <summary>A trial has made so many steps.</summary>
    public void Step(PlannedTrial trial, long steps)
    {
        lock (_lock)
        {
            _running[trial] = steps;
        }
    }

    /// <summary>A trial's rows are in the results.</summary>
    public void End(PlannedTrial trial, IReadOnlyList<ResultRow> rows) => Leave(
        trial,
        string.Join(" / ", rows.Where(r => r.Key.Phase == trial.Plan.Phases.Count).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key.Domain} {r["miou"]:F1}"))));

    /// <summary>A trial failed.</summary>
    public void Fail(PlannedTrial trial, string why) => Leave(trial, why);

    /// <summary>What is told every now and then.</summary>
    internal string Line()
    {
        lock (_lock)
        {
            var made = _ended + _running.Values.Sum();
            var elapsed = time.GetElapsedTime(_begin);
            var left = made == 0 ? "time left unknown yet" : $"about {Text(elapsed * ((double)(_total - made) / made))} left";
            return $"{_done} of {_trials} done; {string.Join("; ", _running.Select(r => $"{r.Key.Name}: step {r.Value} of {r.Key.Plan.Settings.TotalSteps}"))}; {left}";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Leave(PlannedTrial trial, string what)
    {
        lock (_lock)
        {
            _running.Remove(trial);
            _ended += trial.Plan.Settings.TotalSteps;
            _done++;
        }

        output.WriteLine($"{trial.Name}: {what}");
    }

    private void Tell() => output.WriteLine(Line());

    private static string Text(TimeSpan span) => span.TotalHours >= 1 ? $"{(int)span.TotalHours} h {span.Minutes} min" : span.TotalMinutes >= 1 ? $"{(int)span.TotalMinutes} min" : $"{(int)span.TotalSeconds} s";
}
