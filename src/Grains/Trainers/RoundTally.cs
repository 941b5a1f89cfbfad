using Prcl.Contracts.Runs;
using Prcl.Learning.Alarms;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <summary>What a trainer's part of a round amounts to so far.</summary>
internal sealed class RoundTally
{
    private readonly Dictionary<int, List<long>> _trained = [];
    private readonly DoubtTally _doubts = new();
    private PredictionSigns? _signs;
    private RoundLosses _sums = new(0, 0, 0, 0, 0, 0);

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>When the first step began; null before it.</summary>
    public DateTimeOffset? Begun { get; private set; }

    /// <summary>Image draws.</summary>
    public long Drawn { get; private set; }

    /// <summary>New images, by partition.</summary>
    public Dictionary<int, long[]> Trained => _trained.ToDictionary(t => t.Key, t => t.Value.ToArray());

    /// <summary>How much the unlabelled images were in doubt.</summary>
    public ReportedDoubts[] Doubts => _doubts.Report();

    /// <summary>Losses; null where every step was skipped.</summary>
    public RoundLosses? Losses => _sums.Steps == 0
        ? null
        : new RoundLosses(
            _sums.Supervised / _sums.Steps, _sums.Unsupervised / _sums.Steps, _sums.Contrastive / _sums.Steps, _sums.Coverage / _sums.Steps, _sums.Steps, _sums.Seconds);

    /// <summary>What its looks are like.</summary>
    /// <param name="drift">How far it has moved the prototypes.</param>
    public LearningSigns Signs(double? drift) => new(
        _signs?.Predicted ?? [], _signs?.Labelled ?? [], _signs?.EntropySum ?? 0, _signs?.EntropyPixels ?? 0, _signs?.Passing ?? 0, drift);

    /// <summary>A step was made.</summary>
    /// <param name="images">Image draws.</param>
    /// <param name="item">What it was made of.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="now">When it ended.</param>
    public void Add(int images, FeedItem item, StepResult result, TimeSpan duration, DateTimeOffset now)
    {
        Steps++;
        Begun ??= now - duration;
        Drawn += images;
        _signs = result.Signs is { } signs ? _signs?.Plus(signs) ?? signs : _signs;
        _doubts.Look(item.Unlabelled, result.Doubts ?? []);
        AddLosses(result, duration);
        foreach (var image in item.New)
        {
            (_trained.TryGetValue(image.Partition, out var list) ? list : _trained[image.Partition] = []).Add(image.Info.Sequence);
        }
    }

    // A manifest holds no number that isn't finite.
    private void AddLosses(StepResult result, TimeSpan duration)
    {
        _sums = _sums with { Seconds = _sums.Seconds + duration.TotalSeconds };
        if (result.Skipped is null && double.IsFinite(result.Supervised + result.Unsupervised + result.Contrastive + result.Coverage))
        {
            _sums = _sums with
            {
                Supervised = _sums.Supervised + result.Supervised,
                Unsupervised = _sums.Unsupervised + result.Unsupervised,
                Contrastive = _sums.Contrastive + result.Contrastive,
                Coverage = _sums.Coverage + result.Coverage,
                Steps = _sums.Steps + 1,
            };
        }
    }
}
