using System.Diagnostics;
using Prcl.Contracts.Trainers;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <summary>What a trainer has done, written by its loop and read by its grain at any moment.</summary>
internal sealed class TrainerProgress
{
    private const int KeptLosses = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<StepLosses> _losses = new();
    private TrainerState _state = TrainerState.Starting;
    private string _reason = "";
    private long _incarnation;
    private long _round;
    private int _stepInRound;
    private StepLosses? _newest;
    private double _tensorSeconds;
    private double _imagesPerSecond;
    private long _skipped;
    private long _firstStep;
    private long _made;
    private long _gradientBytes;
    private string? _note;
    private string? _obstacle;

    /// <summary>What goes over the network.</summary>
    public TrafficCounter Traffic { get; } = new();

    /// <summary>Changes the state.</summary>
    public void Enter(TrainerState state, string reason = "")
    {
        lock (_lock)
        {
            (_state, _reason) = (state, reason);
        }
    }

    /// <summary>It has been asked to stop, unless it has stopped already.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            (_state, _reason) = _state is TrainerState.Stopped or TrainerState.Failed ? (_state, _reason) : (TrainerState.Draining, "");
        }
    }

    /// <summary>Says which round is worked on.</summary>
    public void Begin(long incarnation, long round)
    {
        lock (_lock)
        {
            (_incarnation, _round, _stepInRound) = (incarnation, round, 0);
        }
    }

    /// <summary>Says how large a gradient is.</summary>
    public void Loaded(long gradientBytes)
    {
        lock (_lock)
        {
            _gradientBytes = gradientBytes;
        }
    }

    /// <summary>Says what doesn't suit the images that it learns from.</summary>
    public void Note(string note)
    {
        lock (_lock)
        {
            _note = note;
        }
    }

    /// <summary>Says what holds it up; null: nothing does.</summary>
    public void Hold(string? obstacle)
    {
        lock (_lock)
        {
            _obstacle = obstacle;
        }
    }

    /// <summary>Counts a step.</summary>
    public void Made(StepResult result, long step, int images, TimeSpan duration)
    {
        lock (_lock)
        {
            _firstStep = _firstStep == 0 ? Stopwatch.GetTimestamp() - duration.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond : _firstStep;
            _stepInRound++;
            _made++;
            _skipped += result.Skipped is null ? 0 : 1;
            _tensorSeconds += duration.TotalSeconds;
            var rate = images / duration.TotalSeconds;
            _imagesPerSecond = _imagesPerSecond == 0 ? rate : 0.9 * _imagesPerSecond + 0.1 * rate;
            _newest = new StepLosses(
                step, result.Total, result.Supervised, result.Unsupervised, result.Contrastive, result.Coverage, result.LearningRate, duration.TotalSeconds);
            _losses.Enqueue(_newest);
            if (_losses.Count > KeptLosses)
            {
                _losses.Dequeue();
            }
        }
    }

    /// <summary>The status now.</summary>
    public TrainerStatus Status(string key)
    {
        lock (_lock)
        {
            return new TrainerStatus(
                key, _state, _reason.Length > 0 ? _reason : _obstacle ?? "", _incarnation, _round, _stepInRound, _newest?.Step ?? 0, _newest, _imagesPerSecond, _tensorSeconds,
                _firstStep == 0 ? 0 : Stopwatch.GetElapsedTime(_firstStep).TotalSeconds, _skipped,
                new TrainerTraffic(Traffic.Sent, Traffic.Received, _made, _gradientBytes), _note);
        }
    }

    /// <summary>Kept losses of the steps after one.</summary>
    public StepLosses[] Losses(long afterStep)
    {
        lock (_lock)
        {
            return [.. _losses.Where(l => l.Step > afterStep)];
        }
    }
}
