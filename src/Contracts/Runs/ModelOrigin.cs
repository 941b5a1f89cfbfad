using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Runs;

/// <summary>A version that another run begins with: its weights, but neither its prototypes nor its place in the schedule.</summary>
/// <param name="Run">The run that keeps it.</param>
/// <param name="Version">The version.</param>
[GenerateSerializer, Immutable, Alias("prcl.model-origin")]
public sealed record ModelOrigin([property: Id(0), Name] string Run, [property: Id(1), Whole(0)] long Version);
