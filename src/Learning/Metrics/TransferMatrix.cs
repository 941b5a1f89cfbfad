namespace Prcl.Learning.Metrics;

/// <summary>
/// What a run that learns one domain after the other keeps and gains: measures of R[phase, domain], the mIoU of a domain at the end of a
/// phase, in whatever unit R has. Transfer follows Lopez-Paz and Ranzato (2017), Gradient Episodic Memory, section 2; forgetting follows
/// Chaudhry et al. (2018), Riemannian Walk, section 3. A score that is NaN makes what rests on it NaN.
/// </summary>
public sealed class TransferMatrix
{
    private readonly IReadOnlyList<IReadOnlyList<double>> _score;  // [phase][domain]
    private readonly IReadOnlyList<int> _learned;  // [domain]

    /// <summary>A matrix of measured scores.</summary>
    /// <param name="score">R, phase by phase, every row with the same domains.</param>
    /// <param name="learned">
    /// By domain, the phase in which its images first stream; domain d in phase d unless told otherwise. A phase after the last row: not yet.
    /// </param>
    /// <exception cref="ArgumentException">No phase, rows of several lengths, or not one <paramref name="learned"/> of 0 or more a domain.</exception>
    public TransferMatrix(IReadOnlyList<IReadOnlyList<double>> score, IReadOnlyList<int>? learned = null)
    {
        if (score.Count == 0)
        {
            throw new ArgumentException("A transfer matrix needs at least one phase.", nameof(score));
        }

        _score = score;
        _learned = learned ?? [.. Enumerable.Range(0, score[0].Count)];
        for (var phase = 0; phase < score.Count; phase++)
        {
            if (score[phase].Count != _learned.Count)
            {
                throw new ArgumentException($"Phase {phase} has scores of {score[phase].Count} domains, expected {_learned.Count}.", nameof(score));
            }
        }

        if (_learned.Any(phase => phase < 0))
        {
            throw new ArgumentException($"A domain is learned in phase 0 or later, got {string.Join(", ", _learned)}.", nameof(learned));
        }
    }

    private int Last => _score.Count - 1;

    private IEnumerable<int> Domains => Enumerable.Range(0, _learned.Count);

    private IEnumerable<int> LearnedBeforeLast => Domains.Where(domain => _learned[domain] < Last);

    /// <summary>
    /// Best earlier score of a domain − its score after the last phase, negative where it is better than ever; NaN of a domain that wasn't
    /// learned before the last phase.
    /// </summary>
    public double Forgetting(int domain)
    {
        if (_learned[domain] >= Last)
        {
            return double.NaN;
        }

        // Not Max(): it passes over NaN.
        var best = _score.Take(Last).Select(row => row[domain]).Aggregate(Math.Max);
        return best - _score[Last][domain];
    }

    /// <summary>Mean of <see cref="Forgetting(int)"/> over the domains learned before the last phase; NaN without one.</summary>
    public double Forgetting() => Mean(LearnedBeforeLast.Select(Forgetting));

    /// <summary>
    /// BWT: mean over the domains learned before the last phase T of R[T, d] − R[phase of d, d], what later domains did to earlier ones;
    /// NaN without one.
    /// </summary>
    public double BackwardTransfer() => Mean(LearnedBeforeLast.Select(domain => _score[Last][domain] - _score[_learned[domain]][domain]));

    /// <summary>
    /// FWT: mean over the domains learned after the first phase of R[phase of d − 1, d] − b_d, what earlier domains did for one that
    /// hasn't streamed; NaN without one.
    /// </summary>
    /// <param name="baseline">b by domain: the score of a network that has learned none (in GEM one with random weights).</param>
    /// <exception cref="ArgumentException">Another number of domains.</exception>
    public double ForwardTransfer(IReadOnlyList<double> baseline)
    {
        if (baseline.Count != _learned.Count)
        {
            throw new ArgumentException($"Forward transfer over {_learned.Count} domains needs a baseline of each, got {baseline.Count}.", nameof(baseline));
        }

        return Mean(Domains.Where(d => _learned[d] >= 1 && _learned[d] - 1 <= Last).Select(d => _score[_learned[d] - 1][d] - baseline[d]));
    }

    /// <summary>Anytime score: the mean over phases of the mean over the domains seen so far; a phase before any domain doesn't count.</summary>
    public double Anytime() => Mean(
        Enumerable.Range(0, _score.Count)
            .Where(phase => _learned.Any(first => first <= phase))
            .Select(phase => Mean(Domains.Where(d => _learned[d] <= phase).Select(d => _score[phase][d]))));

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
