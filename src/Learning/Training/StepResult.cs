namespace Prcl.Learning.Training;

/// <summary>What came of a step.</summary>
/// <param name="Total">L.</param>
/// <param name="Supervised">L_s.</param>
/// <param name="Unsupervised">L_u; 0 without pseudo-labels.</param>
/// <param name="Contrastive">L_c before its weight.</param>
/// <param name="Coverage">Share of pseudo-labelled pixels whose confidence reaches δ_u, 0 to 1.</param>
/// <param name="LearningRate">The main learning rate of the step.</param>
/// <param name="Skipped">Why the step changed no weight, or null.</param>
/// <param name="RefusedSums">Class sums that were refused.</param>
public sealed record StepResult(
    double Total,
    double Supervised,
    double Unsupervised,
    double Contrastive,
    double Coverage,
    double LearningRate,
    string? Skipped,
    int RefusedSums);
