namespace Prcl.Silo.Experiments.Results;

/// <summary>Which row of results it is.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Phase">The phase at whose end it was measured, from 1.</param>
/// <param name="Domain">The domain that it was measured on.</param>
internal sealed record ResultKey(string Arm, long Seed, int Phase, string Domain);
