namespace Prcl.Contracts.Models;

/// <summary>A model version as a file.</summary>
/// <param name="Version">The version.</param>
/// <param name="ImagesTrained">Image draws that it has been trained on.</param>
/// <param name="Length">Bytes of the file.</param>
[GenerateSerializer, Immutable, Alias("prcl.model-file")]
public sealed record ModelFile([property: Id(0)] long Version, [property: Id(1)] long ImagesTrained, [property: Id(2)] long Length);
