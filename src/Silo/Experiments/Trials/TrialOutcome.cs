using Prcl.Learning.Images;
using Prcl.Silo.Experiments.Results;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>What came of a trial.</summary>
/// <param name="Rows">A row a phase and domain.</param>
/// <param name="Pictures">A few evaluation frames of each domain as they were segmented at the end.</param>
internal sealed record TrialOutcome(IReadOnlyList<ResultRow> Rows, RgbImage? Pictures);
