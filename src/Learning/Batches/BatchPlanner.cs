using Prcl.Learning.Randomness;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;

namespace Prcl.Learning.Batches;

/// <summary>
/// Decides which images each step trains on. With the same pools, new images in the same order and the same positions it
/// plans the same batches, whoever feeds it. New images become replayable when the next round begins. Not thread-safe.
/// </summary>
/// <typeparam name="T">What names an image.</typeparam>
/// <param name="settings">Batch sizes and seed.</param>
public sealed class BatchPlanner<T>(TrainingSettings settings)
{
    private readonly List<T> _replay = [];
    private readonly List<T> _fresh = [];
    private IReadOnlyList<T> _labelled = [];
    private long _round = -1;

    /// <summary>Whether steps have no use for unlabelled images, so that they are not asked for.</summary>
    private bool SupervisedOnly => settings.UnsupervisedWeight == 0 && settings.Style.StyleProbability == 0;

    /// <summary>New images that the next plan can use, at most.</summary>
    public int Wanted => SupervisedOnly ? 0 : settings.UnlabelledBatch;

    /// <summary>Images that may be replayed now.</summary>
    public int Replayable => _replay.Count;

    /// <summary>Every unlabelled image that is or will be replayable.</summary>
    public IEnumerable<T> Unlabelled => _replay.Concat(_fresh);

    /// <summary>Replaces the labelled images.</summary>
    public void SetLabelled(IReadOnlyList<T> labelled) => _labelled = labelled;

    /// <summary>Adds images that were trained on before, in their order.</summary>
    public void AddReplayable(IEnumerable<T> trained) => _replay.AddRange(trained);

    /// <summary>Takes an image out of replay (it was quarantined or deleted).</summary>
    public void Remove(Predicate<T> match)
    {
        _replay.RemoveAll(match);
        _fresh.RemoveAll(match);
    }

    /// <summary>Plans a step; null when there is no labelled image yet.</summary>
    /// <param name="at">Where the step stands.</param>
    /// <param name="fresh">New images, at most <see cref="Wanted"/>, all of which the plan uses.</param>
    /// <exception cref="ArgumentException">More new images than that.</exception>
    public BatchPlan<T>? Plan(StepPosition at, IReadOnlyList<T> fresh)
    {
        if (fresh.Count > Wanted)
        {
            throw new ArgumentException($"A step takes at most {Wanted} new images, got {fresh.Count}.", nameof(fresh));
        }

        if (_labelled.Count == 0)
        {
            return null;
        }

        if (at.Round != _round)
        {
            _replay.AddRange(_fresh);
            _fresh.Clear();
            _round = at.Round;
        }

        _fresh.AddRange(fresh);
        var random = at.Key(settings.Seed).With(Purpose.Batch).ToRandom();
        var labelled = Draw(_labelled, settings.LabelledBatch, random);
        var replayed = SupervisedOnly || _replay.Count == 0
            ? []
            : Draw(_replay, settings.UnlabelledBatch + settings.ReplayBatch - fresh.Count, random);
        return new BatchPlan<T>(labelled, [.. fresh], replayed);
    }

    // Distinct images while there are enough of them (Floyd's sampling), then again from the start.
    private static List<T> Draw(IReadOnlyList<T> pool, int count, Random random)
    {
        var drawn = new List<T>(count);
        while (drawn.Count < count)
        {
            var chosen = new HashSet<int>();
            var size = Math.Min(pool.Count, count - drawn.Count);
            for (var j = pool.Count - size; j < pool.Count; j++)
            {
                var candidate = random.Next(j + 1);
                var index = chosen.Add(candidate) ? candidate : j;
                chosen.Add(index);
                drawn.Add(pool[index]);
            }
        }

        return drawn;
    }
}
