using System.Collections.Concurrent;
using Prcl.Learning.Batches;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;
using Prcl.Learning.Uncertainty;

namespace Prcl.Learning.Training;

/// <summary>
/// Training without actors: the same planner, loader, step and prototypes in one loop. It reproduces reference figures, is
/// what the actors' result must equal bit for bit, and the baseline of their overhead.
/// </summary>
/// <typeparam name="T">What names an image.</typeparam>
public sealed class BareLoop<T>
    where T : notnull
{
    private readonly Learner _learner;
    private readonly TrainingSettings _settings;
    private readonly BatchPlanner<T> _planner;
    private readonly BatchLoader<T> _loader;
    private readonly IReadOnlyList<T> _stream;
    private readonly Func<long, int> _arrived;
    private readonly ConcurrentQueue<BatchPlan<T>> _plans = [];
    private readonly Dictionary<T, ImageDoubt> _doubts = [];
    private IReadOnlyList<T> _labelled;
    private int _next;
    private long _planned;
    private long _drawn;
    private long _clock;

    /// <summary>Prepares the loop; <see cref="Restore"/> then takes it to where another one stood.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="loader">Loads images.</param>
    /// <param name="labelled">Images with a label.</param>
    /// <param name="stream">Unlabelled images in their order.</param>
    /// <param name="offline">Whether all unlabelled images may be drawn from the start, at random, as if stored long ago.</param>
    /// <param name="arrived">
    /// How many of <paramref name="stream"/> have arrived when a step of that number is planned, never fewer than before; null: all of them.
    /// </param>
    public BareLoop(
        Learner learner, BatchLoader<T> loader, IReadOnlyList<T> labelled, IReadOnlyList<T> stream, bool offline, Func<long, int>? arrived = null)
    {
        (_learner, _settings, _loader) = (learner, learner.Settings, loader);
        _planner = new BatchPlanner<T>(_settings);
        _labelled = labelled;
        _planner.SetLabelled(labelled);
        _stream = offline ? [] : stream;
        _arrived = arrived ?? (_ => _stream.Count);
        if (offline)
        {
            _planner.AddReplayable(stream);
        }

        Prototypes = new PrototypeTable(learner.Classes, _settings.Prototypes.HalfLife);
    }

    /// <summary>The prototypes; rounds are committed as the loop goes.</summary>
    public PrototypeTable Prototypes { get; }

    /// <summary>Image draws of the steps planned so far; between two runs, of the steps made.</summary>
    public long Drawn => _drawn;

    /// <summary>How much each unlabelled image was in doubt when the teacher last looked at it.</summary>
    public IReadOnlyDictionary<T, ImageDoubt> Doubts => _doubts;

    /// <summary>Between two runs: images that have streamed in have got a label.</summary>
    public void Label(IReadOnlyCollection<T> images)
    {
        _labelled = [.. _labelled, .. images];
        _planner.SetLabelled(_labelled);
        _planner.Remove(images.Contains);
    }

    /// <summary>Makes steps one after the other.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="TrainingDivergedException">Three steps in a row were skipped.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no labelled image, a batch can't be loaded, or the learner isn't where the loop stands: an earlier run was
    /// left before its end, or the learner was restored without the loop.
    /// </exception>
    public IEnumerable<StepResult> Run(long steps, CancellationToken cancellationToken)
    {
        if (_planned != _learner.Steps)
        {
            throw new InvalidOperationException(
                $"The loop has planned {_planned} steps, the learner has made {_learner.Steps}: prepare a new loop and restore it, or skip to the learner's step.");
        }

        var guard = new DivergenceGuard();
        var step = new TrainingStep(_learner);
        var last = _planned + steps;
        using var prefetcher = new Prefetcher(_ => _planned < last ? LoadNext() : null);
        foreach (var loaded in prefetcher.Steps(cancellationToken))
        {
            using var batch = loaded.Batch;
            if (loaded.Position.StepInRound == 0)
            {
                Prototypes.CommitRound();
            }

            var result = step.Run(batch, Prototypes, loaded.Position);
            Look(result);
            yield return result;
            guard.Observe(result);
        }
    }

    /// <summary>
    /// Everything that another loop over the same images needs to go on bit for bit, also in the middle of a round: the
    /// learner and the prototypes. Which images come next follows from the step.
    /// </summary>
    public NamedTensors Capture()
    {
        var state = LearnerState.Capture(_learner);
        PrototypeTableState.Add(state, Prototypes);
        return state;
    }

    /// <summary>Goes on where <see cref="Capture"/> was called; for a new loop over the same images in the same order.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape.</exception>
    /// <exception cref="InvalidOperationException">This loop has gone further already.</exception>
    public void Restore(NamedTensors state)
    {
        LearnerState.Restore(_learner, state);
        PrototypeTableState.Restore(state, Prototypes);
        SkipTo(_learner.Steps);
    }

    /// <summary>Plans (without loading) the steps that a restored learner has made, so that the next one is the right one.</summary>
    /// <exception cref="InvalidOperationException">More steps than that have been planned.</exception>
    public void SkipTo(long step)
    {
        if (step < _planned)
        {
            throw new InvalidOperationException($"The loop has planned {_planned} steps and can't go back to step {step}: prepare a new one.");
        }

        while (_planned < step)
        {
            PlanNext();
        }
    }

    private LoadedStep LoadNext()
    {
        var (plan, at) = PlanNext();
        _plans.Enqueue(plan);
        return new LoadedStep(at, _loader.Load(plan, at));
    }

    private void Look(StepResult result)
    {
        _plans.TryDequeue(out var plan);
        foreach (var (image, doubt) in plan!.New.Concat(plan.Replayed).Zip(result.Doubts ?? []))
        {
            if (doubt is { } seen)
            {
                _doubts[image] = seen;
            }
        }
    }

    private (BatchPlan<T> Plan, StepPosition At) PlanNext()
    {
        var (round, stepInRound) = Math.DivRem(_planned, _settings.RoundSteps);
        if (stepInRound == 0)
        {
            _clock = _drawn;
        }

        var at = new StepPosition(round, (int)stepInRound, _clock);
        var count = Math.Min(_planner.Wanted, Math.Min(_arrived(_planned), _stream.Count) - _next);
        var plan = _planner.Plan(at, [.. _stream.Skip(_next).Take(count)])
            ?? throw new InvalidOperationException("There is no labelled image to learn from.");
        _next += count;
        _planned++;
        _drawn += plan.Images;
        return (plan, at);
    }
}
