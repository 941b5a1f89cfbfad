using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;
using Prcl.Silo.Experiments.Results;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Means over a phase's steps of what each step says of itself, and of how far it moved the prototypes.</summary>
internal sealed class PhaseMeans
{
    private static readonly string[] Columns =
        ["loss_supervised", "loss_unsupervised", "loss_contrastive", "loss_variance", "coverage", "effective_classes", "prototype_drift", "prototype_divergence"];

    private readonly double[] _sums = new double[Columns.Length];
    private readonly long[] _counts = new long[Columns.Length];

    /// <summary>Takes note of a step.</summary>
    /// <param name="step">What it says of itself.</param>
    /// <param name="before">The prototypes before it.</param>
    /// <param name="after">The prototypes after it.</param>
    public void Add(StepResult step, PrototypeSums?[] before, PrototypeSums?[] after)
    {
        var moved = before.Zip(after).Where(pair => pair is (not null, not null)).Select(pair => (Before: pair.First!, After: pair.Second!)).ToArray();
        double[] values =
        [
            step.Supervised, step.Unsupervised, step.Contrastive, step.Variance, step.Coverage,
            step.EffectiveClasses > 0 ? step.EffectiveClasses : double.NaN,
            moved.Select(p => PrototypeDrift.Distance(p.Before.Mean(), p.After.Mean())).DefaultIfEmpty(double.NaN).Average(),
            moved.Select(p => PrototypeDrift.SymmetricDivergence(p.Before.Mean(), p.Before.SpreadVariance(), p.After.Mean(), p.After.SpreadVariance())).DefaultIfEmpty(double.NaN).Average(),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                _sums[i] += values[i];
                _counts[i]++;
            }
        }
    }

    /// <summary>Writes the means into a row, each over the steps that had that figure; NaN without one.</summary>
    public void WriteTo(ResultRow row)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            row[Columns[i]] = _sums[i] / _counts[i];
        }
    }
}
