using Prcl.Learning.Alarms;
using Prcl.Learning.Contrast;
using Prcl.Learning.Uncertainty;

namespace Prcl.Learning.Training;

/// <summary>What came of a step.</summary>
/// <param name="Total">L.</param>
/// <param name="Supervised">L_s.</param>
/// <param name="Unsupervised">L_u; 0 without pseudo-labels.</param>
/// <param name="Contrastive">L_c before its weight.</param>
/// <param name="Variance">L_σ before its weight; 0 where the variance isn't learned.</param>
/// <param name="Coverage">Mean weight of a pseudo-labelled pixel in L_u, 0 to 1: the share that reaches δ_u.</param>
/// <param name="LearningRate">The main learning rate of the step.</param>
/// <param name="Skipped">Why the step changed no weight, or null.</param>
/// <param name="RefusedSums">Class sums that were refused.</param>
/// <param name="PositiveLogit">The anchors' mean logit with their positives, in its two parts; null without an anchor.</param>
/// <param name="NegativeLogit">The same with real negatives; null without one.</param>
/// <param name="EffectiveClasses">Effective number of classes that negatives came from, mean over the queried classes; 0 without one.</param>
/// <param name="Signs">What the teacher's predictions on the stream look like; null without pseudo-labels, and where they aren't finite.</param>
/// <param name="Doubts">How much each unlabelled image of the batch is in doubt, in order; null for one that the teacher hasn't looked at.</param>
public sealed record StepResult(
    double Total,
    double Supervised,
    double Unsupervised,
    double Contrastive,
    double Variance,
    double Coverage,
    double LearningRate,
    string? Skipped,
    int RefusedSums,
    LogitParts? PositiveLogit = null,
    LogitParts? NegativeLogit = null,
    double EffectiveClasses = 0,
    PredictionSigns? Signs = null,
    IReadOnlyList<ImageDoubt?>? Doubts = null);
