using Prcl.Contracts.Evaluation;

namespace Prcl.Client.Evaluation;

/// <summary>What is counted of a version, batch by batch.</summary>
/// <param name="classes">K.</param>
internal sealed class Measurement(int classes)
{
    private readonly Lock _adding = new();
    private bool _hasUnknown;

    /// <summary>The version; that of the last batch.</summary>
    public long Version { get; private set; }

    /// <summary>Images measured.</summary>
    public int Images { get; private set; }

    /// <summary>Counts of label and prediction.</summary>
    public ConfusionCounts Confusion { get; } = new(classes);

    /// <summary>Counts of uncertainty and confidence; null before the first batch, and where a silo doesn't count them.</summary>
    public ReliabilityCounts? Reliability { get; private set; }

    /// <summary>Adds a batch; may be called concurrently.</summary>
    /// <exception cref="ArgumentException">The batch is of another number of classes.</exception>
    public void Add(EvaluationResult batch)
    {
        lock (_adding)
        {
            Confusion.Add(batch.Confusion);
            _hasUnknown |= batch.Reliability is null;
            Reliability = _hasUnknown ? null : Reliability?.Plus(batch.Reliability!) ?? batch.Reliability;
            (Version, Images) = (batch.Version, Images + batch.Images);
        }
    }
}
