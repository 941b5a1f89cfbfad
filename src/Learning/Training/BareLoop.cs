using Prcl.Learning.Batches;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;

namespace Prcl.Learning.Training;

/// <summary>
/// Training without actors: the same planner, loader, step and prototypes in one loop. It reproduces reference figures, is
/// what the actors' result must equal bit for bit, and the baseline of their overhead.
/// </summary>
/// <typeparam name="T">What names an image.</typeparam>
public sealed class BareLoop<T>
{
    private readonly Learner _learner;
    private readonly TrainingSettings _settings;
    private readonly BatchPlanner<T> _planner;
    private readonly BatchLoader<T> _loader;
    private readonly IReadOnlyList<T> _stream;
    private int _next;
    private long _planned;
    private long _drawn;
    private long _clock;

    /// <summary>Prepares the loop; the learner may have been restored, then <see cref="SkipTo"/> follows.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="loader">Loads images.</param>
    /// <param name="labelled">Images with a label.</param>
    /// <param name="stream">Unlabelled images in their order.</param>
    /// <param name="offline">Whether all unlabelled images may be drawn from the start, at random, as if stored long ago.</param>
    public BareLoop(Learner learner, BatchLoader<T> loader, IReadOnlyList<T> labelled, IReadOnlyList<T> stream, bool offline)
    {
        (_learner, _settings, _loader) = (learner, learner.Settings, loader);
        _planner = new BatchPlanner<T>(_settings);
        _planner.SetLabelled(labelled);
        _stream = offline ? [] : stream;
        if (offline)
        {
            _planner.AddReplayable(stream);
        }

        Prototypes = new PrototypeTable(learner.Classes, _settings.HalfLife);
    }

    /// <summary>The prototypes; rounds are committed as the loop goes.</summary>
    public PrototypeTable Prototypes { get; }

    /// <summary>Makes steps one after the other.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public IEnumerable<StepResult> Run(long steps, CancellationToken cancellationToken)
    {
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

            yield return step.Run(batch, Prototypes, loaded.Position);
        }
    }

    /// <summary>Plans (without loading) the steps that a restored learner has made, so that the next one is the right one.</summary>
    public void SkipTo(long step)
    {
        while (_planned < step)
        {
            PlanNext();
        }
    }

    private LoadedStep LoadNext()
    {
        var (plan, at) = PlanNext();
        return new LoadedStep(at, _loader.Load(plan, at));
    }

    private (BatchPlan<T> Plan, StepPosition At) PlanNext()
    {
        var (round, stepInRound) = Math.DivRem(_planned, _settings.RoundSteps);
        if (stepInRound == 0)
        {
            _clock = _drawn;
        }

        var at = new StepPosition(round, (int)stepInRound, _clock);
        var count = Math.Min(_planner.Wanted, _stream.Count - _next);
        var plan = _planner.Plan(at, [.. _stream.Skip(_next).Take(count)])
            ?? throw new InvalidOperationException("There is no labelled image to learn from.");
        _next += count;
        _planned++;
        _drawn += plan.Images;
        return (plan, at);
    }
}
