namespace Prcl.Contracts.Runs;

/// <summary>A model version and where its checkpoint is.</summary>
/// <param name="Version">The version.</param>
/// <param name="Blob">The checkpoint's blob.</param>
/// <param name="ImagesTrained">The run's clock when it was committed; −1 where that isn't known any more.</param>
[GenerateSerializer, Immutable, Alias("prcl.model-reference")]
public sealed record ModelReference([property: Id(0)] long Version, [property: Id(1)] string Blob, [property: Id(2)] long ImagesTrained);
