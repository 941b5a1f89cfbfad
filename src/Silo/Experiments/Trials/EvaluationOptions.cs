namespace Prcl.Silo.Experiments.Trials;

/// <summary>What a trial measures when.</summary>
/// <param name="EveryPhase">Whether at the end of each phase, or of the last one only.</param>
/// <param name="BatchNormShares">
/// Shares, above 0 up to 1, of a domain's own batch-norm statistics with which the network is measured besides, after the last phase.
/// </param>
internal sealed record EvaluationOptions(bool EveryPhase, IReadOnlyList<double> BatchNormShares);
