using Prcl.Contracts.Evaluation;

namespace Prcl.Grains.Evaluation;

/// <summary>What an evaluator stores: thinned results and the best version so far.</summary>
public sealed class EvaluatorState
{
    /// <summary>Results, oldest first; thinned when there are many.</summary>
    public List<EvaluationResult> History { get; set; } = [];

    /// <summary>The newest version that was measured in the background; −1 before the first.</summary>
    public long LastVersion { get; set; } = -1;

    /// <summary>Evaluation frames that the run had then.</summary>
    public long FrameCount { get; set; }

    /// <summary>The version that was <c>baseline</c> then; −1 for none.</summary>
    public long BaselineVersion { get; set; } = -1;

    /// <summary>The newest measured version beside the baseline, by domain.</summary>
    public List<DomainComparison> Comparison { get; set; } = [];

    /// <summary>The best mean over the domains so far, in percent.</summary>
    public double BestMeanIou { get; set; }
}
